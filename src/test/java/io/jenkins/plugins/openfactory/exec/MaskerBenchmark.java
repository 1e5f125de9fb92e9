package io.jenkins.plugins.openfactory.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.ahocorasick.trie.Emit;
import org.ahocorasick.trie.Trie;

/**
 * Masks a build log against a regular expression of alternatives and an Aho–Corasick library, interleaved, and prints
 * medians and ratios. Run it as a main class on the test class path; it is
 * no test.
 */
final class MaskerBenchmark {
    private static final int ROUNDS = 15;
    private static final int LOG_BYTES = 2_000_000;
    private static final int REGEX_BYTES = 20_000;

    private MaskerBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        for (int secrets : new int[] {50, 300}) {
            measure(secrets);
        }
    }

    private static void measure(int count) throws IOException {
        Random random = new Random(42);
        List<String> secrets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            secrets.add((i % 2 == 0 ? "ghp_" : "") + word(random, 20 + random.nextInt(30)));
        }
        SecretMasker masker = new SecretMasker();
        List<String> forms = new ArrayList<>();
        for (String secret : secrets) {
            masker.register(secret);
            SecretForms.of(secret).forEach(form -> forms.add(new String(form, StandardCharsets.UTF_8)));
        }
        forms.sort(Comparator.comparingInt(String::length).reversed());
        Pattern regex = Pattern.compile(
                String.join("|", forms.stream().map(Pattern::quote).toList()));
        Trie trie = Trie.builder().ignoreOverlaps().addKeywords(forms).build();
        String log = log(random, forms);
        byte[] bytes = log.getBytes(StandardCharsets.UTF_8);
        String shortLog = log.substring(0, REGEX_BYTES);
        double[] ours = new double[ROUNDS];
        double[] alternation = new double[ROUNDS];
        double[] library = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            ours[round] = perByte(bytes.length, () -> stream(masker, bytes));
            alternation[round] = perByte(
                    shortLog.length(),
                    () -> regex.matcher(shortLog).replaceAll("****").length());
            library[round] = perByte(bytes.length, () -> replace(trie, log).length());
        }
        double own = median(ours);
        System.out.printf(
                "%d secrets, %d forms: ours %.2f ns/byte (%.0f MB/s); regex %.0f ns/byte, %.0f x; library %.1f ns/byte, %.1f x%n",
                count,
                forms.size(),
                own,
                1000 / own,
                median(alternation),
                median(alternation) / own,
                median(library),
                median(library) / own);
    }

    private static long stream(SecretMasker masker, byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        try (OutputStream masked = masker.mask(out)) {
            for (int at = 0; at < bytes.length; at += 8192) {
                masked.write(bytes, at, Math.min(8192, bytes.length - at));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.size();
    }

    private static String replace(Trie trie, String text) {
        StringBuilder out = new StringBuilder(text.length());
        int at = 0;
        for (Emit emit : trie.parseText(text)) {
            out.append(text, at, emit.getStart()).append("****");
            at = emit.getEnd() + 1;
        }
        return out.append(text, at, text.length()).toString();
    }

    private static double perByte(int bytes, java.util.function.LongSupplier work) {
        long start = System.nanoTime();
        if (work.getAsLong() == 0) {
            throw new IllegalStateException("nothing was masked");
        }
        return (double) (System.nanoTime() - start) / bytes;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String log(Random random, List<String> forms) {
        StringBuilder log = new StringBuilder();
        while (log.length() < LOG_BYTES) {
            log.append("[INFO] Tests run: ")
                    .append(random.nextInt(100))
                    .append(", Failures: 0, Time elapsed: 0.")
                    .append(random.nextInt(1000))
                    .append(" s -- in io.jenkins.plugins.")
                    .append(word(random, 8))
                    .append('\n')
                    .append("Downloaded https://repo/")
                    .append(word(random, 12))
                    .append('/')
                    .append(word(random, 40))
                    .append('\n');
            if (random.nextInt(50) == 0) {
                log.append("Authorization: ")
                        .append(forms.get(random.nextInt(forms.size())))
                        .append('\n');
            }
        }
        return log.toString();
    }

    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/".charAt(random.nextInt(64)));
        }
        return word.toString();
    }
}
