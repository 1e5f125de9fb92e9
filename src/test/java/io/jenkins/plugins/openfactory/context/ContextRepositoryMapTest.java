package io.jenkins.plugins.openfactory.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.run.UserError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ContextRepositoryMapTest {
    private static final String SHOP = """
            package shop;

            /** Sells things. */
            class Shop {
                Price total(Cart cart) {
                    return new Price(cart.sum());
                }

                void open() {
                    Door.unlock();
                }
            }
            """;

    private static Map<String, String> shop() {
        Map<String, String> files = new HashMap<>();
        files.put("src/main/Shop.java", SHOP);
        files.put("src/main/Price.java", "package shop;\nclass Price {\n    Price(int cents) {}\n}\n");
        files.put("src/main/Cart.java", "package shop;\nclass Cart {\n    int sum() { return 0; }\n}\n");
        files.put("src/main/Door.java", "package shop;\nclass Door {\n    static void unlock() {}\n}\n");
        files.put(
                "src/test/ShopTest.java",
                "package shop;\nclass ShopTest {\n    void opens() { new Shop().open(); }\n}\n");
        files.put("src/main/Weather.java", "package shop;\nclass Weather {\n    void rain() {}\n}\n");
        files.put("README.md", "# Shop\n\nA shop with a cart.\n");
        return files;
    }

    /** Files with an id each, that remembers what was read. */
    private record Counted(Map<String, String> texts, List<String> reads) implements SourceFiles {
        @Override
        public List<String> paths() {
            return List.copyOf(texts.keySet());
        }

        @Override
        public Optional<byte[]> read(String path) {
            reads.add(path);
            return Optional.ofNullable(texts.get(path)).map(text -> text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Optional<String> contentId(String path) {
            return Optional.of(Integer.toString(texts.get(path).hashCode()));
        }
    }

    private static SourceFiles files(Map<String, String> texts) {
        Map<String, byte[]> bytes = new HashMap<>();
        texts.forEach((path, text) -> bytes.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return SourceFiles.of(bytes);
    }

    private static List<String> paths(Selection selection) {
        return selection.files().stream().map(SelectedFile::path).toList();
    }

    private static Selection select(Map<String, String> texts, String text, int tokens, String... ticketFiles) {
        return new RepositoryMap().select(files(texts), new ContextRequest(text, List.of(ticketFiles), tokens));
    }

    @Test
    void shouldPutTicketFilesFirstThenWhatBelongsToThem() {
        Selection selection = select(shop(), "Give a rebate", 4_000, "src/main/Shop.java");

        assertThat(paths(selection)).startsWith("src/main/Shop.java").hasSize(7);
        assertThat(paths(selection).subList(1, 5))
                .containsExactlyInAnyOrder(
                        "src/main/Price.java", "src/main/Cart.java", "src/main/Door.java", "src/test/ShopTest.java");
        assertThat(selection.map()).isEmpty();
    }

    @Test
    void shouldRankByTheTicketsWords() {
        assertThat(paths(select(shop(), "It should rain less often", 4_000))).startsWith("src/main/Weather.java");
        assertThat(paths(select(shop(), "Door.unlock leaves the key in the lock", 4_000)))
                .startsWith("src/main/Door.java");
    }

    @Test
    void shouldPutProgramFilesFirstThatTheTextNames() {
        assertThat(paths(select(shop(), "It rains and rains, see main/Door.java and README.md.", 4_000)))
                .startsWith("src/main/Door.java");
    }

    @Test
    void shouldWriteJson() {
        Selection selection = select(shop(), "x", 4_000, "src/main/Shop.java");

        assertThat(selection.json().path("tokens").asInt()).isEqualTo(selection.tokens());
        assertThat(selection.json().at("/files/0/path").asText()).isEqualTo("src/main/Shop.java");
        assertThat(selection.json().at("/files/0/form").asText()).isEqualTo("whole");
        assertThat(selection.json().at("/files/0/text").asText()).isEqualTo(SHOP);
    }

    @Test
    void shouldTakeGlobsAndMissingFiles() {
        Selection selection = select(shop(), "x", 4_000, "src/*/Shop*.java", "src/main/New.java", "no[t a glob");

        assertThat(paths(selection).subList(0, 2))
                .containsExactlyInAnyOrder("src/main/Shop.java", "src/test/ShopTest.java");
    }

    @Test
    void shouldOutlineWhatIsTooLongWithTheBodiesThatMatter() {
        StringBuilder large = new StringBuilder("class Large {\n");
        for (int i = 0; i < 200; i++) {
            large.append("    void method")
                    .append((char) ('a' + i % 26))
                    .append(i)
                    .append("() {\n        call")
                    .append(i)
                    .append("();\n        more")
                    .append(i)
                    .append("();\n    }\n\n");
        }
        large.append("    void frobnicate() {\n        theInterestingLine();\n    }\n}\n");
        Map<String, String> texts = shop();
        texts.put("src/main/Large.java", large.toString());

        Selection selection = select(texts, "Large must not frobnicate twice", 1_000);

        SelectedFile first = selection.files().get(0);
        assertThat(first.path()).isEqualTo("src/main/Large.java");
        assertThat(first.form()).isEqualTo(SelectedFile.Form.OUTLINED);
        assertThat(first.text()).contains("class Large {", "theInterestingLine();", " lines left out");
        assertThat(first.text().lines().filter(line -> !line.startsWith("⋮")))
                .allSatisfy(line -> assertThat(large.toString()).contains(line + "\n"));
        assertThat(selection.tokens()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void shouldMapWhatDoesNotFit() {
        Map<String, String> texts = shop();
        for (int i = 0; i < 50; i++) {
            texts.put(
                    "src/main/Part" + i + ".java",
                    ("class Part" + i + " {\n    void cart() {}\n" + "    // cart\n".repeat(80) + "}\n"));
        }

        Selection selection = select(texts, "The cart is wrong", 1_200);

        assertThat(selection.map()).contains("src/main/Part", "  class Part");
        assertThat(paths(selection)).noneMatch(path -> selection.map().lines().anyMatch(path::equals));
        assertThat(selection.tokens()).isLessThanOrEqualTo(1_200);
    }

    @Test
    void shouldShareTheRoomAmongTicketFiles() {
        Map<String, String> texts = shop();
        String body = "class A {\n" + "    void call() { other(); }\n".repeat(400) + "}\n";
        texts.put("a/A.java", body);
        texts.put("a/B.java", body.replace("class A", "class B"));

        Selection selection = select(texts, "x", 2_000, "a/A.java", "a/B.java", "src/main/Shop.java");

        assertThat(paths(selection).subList(0, 3))
                .containsExactlyInAnyOrder("a/A.java", "a/B.java", "src/main/Shop.java");
        assertThat(selection.files().stream().filter(file -> file.path().startsWith("a/")))
                .allSatisfy(file -> assertThat(file.text().length()).isBetween(1_500, 4_000));
        assertThat(selection.files()).contains(new SelectedFile("src/main/Shop.java", SelectedFile.Form.WHOLE, SHOP));
    }

    @Test
    void shouldReadOnlyWhatChanged() {
        Map<String, String> texts = new HashMap<>();
        IntStream.range(0, 300)
                .forEach(i -> texts.put("src/F" + i + ".java", "class F" + i + " { void f() { F0.f(); } }\n"));
        RepositoryMap map = new RepositoryMap();
        ContextRequest request = new ContextRequest("class F7", List.of(), 50);
        map.select(new Counted(texts, new ArrayList<>()), request);

        texts.put("src/F9.java", "class F9 { void grown() {} }\n");
        List<String> reads = new ArrayList<>();
        Selection changed = map.select(new Counted(texts, reads), request);

        assertThat(reads).contains("src/F9.java").hasSizeLessThan(20);
        assertThat(changed).isEqualTo(new RepositoryMap().select(files(texts), request));
    }

    @Test
    void shouldSelectTheSameFromManyThreads() throws Exception {
        RepositoryMap map = new RepositoryMap();
        ContextRequest request = new ContextRequest("The cart is wrong", List.of("src/main/Shop.java"), 300);
        Selection expected = new RepositoryMap().select(files(shop()), request);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Selection>> calls = Collections.nCopies(40, () -> map.select(files(shop()), request));
            for (Future<Selection> selection : threads.invokeAll(calls)) {
                assertThat(selection.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldTakeAnEmptyRepositoryAndAnEmptyText() {
        assertThat(select(Map.of(), "x", 100).files()).isEmpty();
        assertThat(select(shop(), "", 4_000).files()).hasSize(7);
        assertThat(select(Map.of("a.bin", "\u0000"), "a", 100, "a.bin").files()).isEmpty();
    }

    @Test
    void shouldRefuseABudgetOfNothing() {
        assertThatThrownBy(() -> new ContextRequest("x", List.of(), 0))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("0");
    }

    @Test
    void shouldSelectTheSameAfterChangesAsFromTheBeginning() {
        Map<String, String> texts = shop();
        RepositoryMap map = new RepositoryMap();
        ContextRequest request = new ContextRequest("The shop's door must frobnicate", List.of(), 300);
        map.select(SourceFiles.of(bytes(texts)), request);
        List<Map.Entry<String, String>> changes = List.of(
                Map.entry(
                        "src/main/Door.java",
                        "package shop;\nclass Door {\n    static void unlock() { Cart.sum(); }\n}\n"),
                Map.entry("src/main/Weather.java", "package shop;\nclass Weather {\n    void frobnicate() {}\n}\n"),
                Map.entry(
                        "src/main/Cart.java",
                        "package shop;\nclass Cart {\n    int sum() { new Weather().frobnicate(); }\n}\n"),
                Map.entry(
                        "src/main/Lamp.java", "package shop;\nclass Lamp {\n    void glow() { Door.unlock(); }\n}\n"));

        for (Map.Entry<String, String> change : changes) {
            texts.put(change.getKey(), change.getValue());
            SourceFiles files = SourceFiles.of(bytes(texts));

            assertThat(map.select(files, request)).isEqualTo(new RepositoryMap().select(files, request));
        }
    }

    private static Map<String, byte[]> bytes(Map<String, String> texts) {
        Map<String, byte[]> bytes = new HashMap<>();
        texts.forEach((path, text) -> bytes.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }

    @Test
    void shouldShowEveryFileWholeWhereAllFit() {
        Map<String, String> texts = shop();
        texts.put("data/march.csv", "date,amount\n2026-03-01,3\n");
        texts.put(".gitignore", "out/\n");

        Selection selection = select(texts, "The shop opens its door", 1_000);

        assertThat(selection.files())
                .hasSize(texts.size() - 1)
                .allMatch(file -> file.form() == SelectedFile.Form.WHOLE)
                .anyMatch(file -> file.path().equals("data/march.csv"));
        assertThat(selection.map()).startsWith(".gitignore");
    }

    @Test
    void shouldNotOutlineWhatTheRestOfTheRoomWouldHold() {
        StringBuilder medium = new StringBuilder("class Medium {\n");
        for (int i = 0; i < 30; i++) {
            medium.append("    void frobnicateTwice").append(i).append("() {}\n");
        }
        StringBuilder huge = new StringBuilder("class Huge {\n");
        for (int i = 0; i < 900; i++) {
            huge.append("    void other").append(i).append("() {\n        waits();\n    }\n");
        }
        Map<String, String> texts = shop();
        texts.put("src/main/Medium.java", medium.append("}\n").toString());
        texts.put("src/main/Huge.java", huge.append("}\n").toString());

        Selection selection = select(texts, "Medium must not frobnicate twice", 2_500);

        assertThat(selection.files())
                .filteredOn(file -> !file.path().equals("src/main/Huge.java"))
                .allMatch(file -> file.form() == SelectedFile.Form.WHOLE);
        assertThat(selection.tokens()).isLessThanOrEqualTo(2_500);
    }

    @Test
    void shouldShowLinesThatAreShorterThanTheMarkForThem() {
        StringBuilder large = new StringBuilder("class Large {\n");
        for (int i = 0; i < 200; i++) {
            large.append("    void method")
                    .append(i)
                    .append("() {\n        frobnicateTwice(")
                    .append(i);
            large.append(");\n    }\n\n");
        }
        Map<String, String> texts = shop();
        texts.put("src/main/Large.java", large.append("}\n").toString());

        String text = select(texts, "Large must not frobnicate twice", 1_000)
                .files()
                .get(0)
                .text();

        assertThat(text)
                .contains("left out")
                .doesNotContain("⋮ 1 line left out")
                .doesNotContain("⋮ 2 lines left out");
    }

    @Property(tries = 150)
    void shouldNeverExceedTheBudgetAndNotDependOnTheOrderOfPaths(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 3_000) int tokens) {
        Random random = new Random(seed);
        Map<String, String> texts = new HashMap<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            texts.put(randomPath(random), randomText(random));
        }
        List<String> ticketFiles = random.nextBoolean() || texts.isEmpty()
                ? List.of()
                : List.of(texts.keySet().iterator().next(), "**/*.py");
        ContextRequest request = new ContextRequest(randomText(random), ticketFiles, tokens);

        Selection selection = new RepositoryMap().select(files(texts), request);

        assertThat(selection.tokens()).isLessThanOrEqualTo(tokens);
        Map<String, String> again = new java.util.TreeMap<>(Collections.reverseOrder());
        again.putAll(texts);
        RepositoryMap warm = new RepositoryMap();
        warm.select(files(shop()), new ContextRequest("other", List.of(), 500));
        assertThat(warm.select(new Counted(again, new ArrayList<>()), request)).isEqualTo(selection);
    }

    private static String randomPath(Random random) {
        String[] extensions = {".java", ".py", ".js", ".go", ".rs", ".c", ".rb", ".sh", ".md", "", ".kt", ".cs"};
        return "src/" + (char) ('a' + random.nextInt(5)) + "/" + (char) ('a' + random.nextInt(26)) + random.nextInt(20)
                + extensions[random.nextInt(extensions.length)];
    }

    private static String randomText(Random random) {
        String[] pieces = {
            "class ",
            "def ",
            "func ",
            "fn ",
            "Cart",
            "Price",
            "total",
            "(",
            ")",
            " {\n",
            "}\n",
            ";\n",
            "\n",
            "  ",
            "\"",
            "'",
            "// ",
            "# ",
            "/*",
            "*/",
            "`",
            "🛒",
            "return ",
            " = ",
            "import x\n",
            "\t",
            "=",
            ":"
        };
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(400); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }
}
