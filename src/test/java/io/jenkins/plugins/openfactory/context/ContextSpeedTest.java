package io.jenkins.plugins.openfactory.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Prints how long a large repository takes; asserts on nothing that depends on the machine. */
class ContextSpeedTest {
    private static final int FILES = 10_000;

    @Test
    void shouldPrintHowLongTenThousandFilesTake() {
        Map<String, byte[]> files = new HashMap<>();
        Random random = new Random(1);
        for (int i = 0; i < FILES; i++) {
            files.put(
                    "src/p" + i % 100 + "/Part" + i + ".java", source(i, random).getBytes(StandardCharsets.UTF_8));
        }
        RepositoryMap map = new RepositoryMap();
        ContextRequest request = new ContextRequest("Part4711 must not frobnicate", List.of(), 8_000);

        timed("first map of " + FILES + " files", map, files, request);
        timed("again", map, files, request);
        for (int change = 1; change <= 5; change++) {
            String body = source(4711, random).replace("value)", "amount)");
            files.put("src/p11/Part4711.java", (body + "// " + change + "\n").getBytes(StandardCharsets.UTF_8));
            SourceFiles source = source(files);
            long start = System.nanoTime();
            map.refreshed(source);
            System.out.printf("one file mapped again: %.1f ms%n", (System.nanoTime() - start) / 1e6);
        }
        Selection selection = timed("one file changed", map, files, request);

        assertThat(selection.files().get(0).path()).isEqualTo("src/p11/Part4711.java");
    }

    private static String source(int i, Random random) {
        StringBuilder text = new StringBuilder("package p" + i % 100 + ";\n\nclass Part" + i + " {\n");
        for (int method = 0; method < 8; method++) {
            text.append("    int step")
                    .append(i)
                    .append('x')
                    .append(method)
                    .append("(int value) {\n")
                    .append("        return new Part")
                    .append(random.nextInt(FILES))
                    .append("().step(value);\n    }\n\n");
        }
        return text.append("}\n").toString();
    }

    private static Selection timed(String what, RepositoryMap map, Map<String, byte[]> files, ContextRequest request) {
        SourceFiles source = source(files);
        long start = System.nanoTime();
        Selection selection = map.select(source, request);
        System.out.println(what + ": " + (System.nanoTime() - start) / 1_000_000 + " ms");
        return selection;
    }

    private static SourceFiles source(Map<String, byte[]> files) {
        Map<String, byte[]> copy = Map.copyOf(files);
        Map<String, String> ids = new HashMap<>();
        copy.forEach((path, content) -> ids.put(path, Integer.toHexString(java.util.Arrays.hashCode(content))));
        List<String> paths = copy.keySet().stream().sorted().toList();
        return new SourceFiles() {
            @Override
            public List<String> paths() {
                return paths;
            }

            @Override
            public Optional<byte[]> read(String path) {
                return Optional.ofNullable(copy.get(path));
            }

            @Override
            public Optional<String> contentId(String path) {
                return Optional.of(ids.get(path));
            }
        };
    }
}
