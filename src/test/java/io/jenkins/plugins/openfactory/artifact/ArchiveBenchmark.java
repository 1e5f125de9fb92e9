package io.jenkins.plugins.openfactory.artifact;

import io.jenkins.plugins.openfactory.benchmark.Bench;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.Deflater;

/**
 * What hashing and zipping a bundle in one pass costs beside bare deflate at level 1 over the same bytes, measured in turns
 * in one process. No test.
 */
final class ArchiveBenchmark {
    private static final int ROUNDS = 15;
    private static final int WARM_UP = 4;

    private ArchiveBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, byte[]> files = files();
        long bytes = files.values().stream().mapToLong(file -> file.length).sum();
        Bench.Pair pair = Bench.inTurns(WARM_UP, ROUNDS, round -> archive(files), round -> deflate(files));
        // Throughput is the inverse of time: 0.9 of it is 1.11 times the time.
        Bench.row(
                String.format("bundle of %d files, %.0f MB, hashed and zipped in one pass", files.size(), bytes / 1e6),
                pair.ours(),
                "bare deflate, level 1",
                pair.other(),
                1 / 0.9);
    }

    /** Logs, patches and reports as runs make them: many small texts and a few long logs. */
    private static Map<String, byte[]> files() {
        Random random = new Random(1);
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            files.put("TICKETS/" + i + ".log", text(random, 2_000 + random.nextInt(20_000)));
        }
        for (int i = 0; i < 6; i++) {
            files.put("CI_EVIDENCE/" + i + ".log", text(random, 8_000_000));
        }
        return files;
    }

    private static byte[] text(Random random, int size) {
        StringBuilder text = new StringBuilder(size + 100);
        while (text.length() < size) {
            text.append("[INFO] ")
                    .append(random.nextInt(100_000))
                    .append(" Compiling module-")
                    .append(random.nextInt(50));
            text.append(" to target/classes/")
                    .append(Long.toHexString(random.nextLong()))
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void deflate(Map<String, byte[]> files) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        byte[] out = new byte[1 << 18];
        for (byte[] file : files.values()) {
            deflater.reset();
            deflater.setInput(file);
            deflater.finish();
            while (!deflater.finished()) {
                deflater.deflate(out);
            }
        }
        deflater.end();
    }

    private static void archive(Map<String, byte[]> files) throws IOException {
        try (BundleArchive archive = new BundleArchive(OutputStream.nullOutputStream())) {
            archive.write(files.keySet(), path -> new ByteArrayInputStream(files.get(path)));
        }
    }
}
