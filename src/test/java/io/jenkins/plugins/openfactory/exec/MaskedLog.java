package io.jenkins.plugins.openfactory.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.ahocorasick.trie.Emit;
import org.ahocorasick.trie.Trie;

/**
 * A build log with secrets in it, masked by us, by a regular expression of alternatives and by an Aho–Corasick library, for
 * benchmarks.
 */
public final class MaskedLog {
    /** How long the log is, in bytes. */
    public static final int BYTES = 2_000_000;

    /** How much of it the regular expression gets, which is slow. */
    public static final int SHORT = 4_000;

    private final SecretMasker masker = new SecretMasker();
    private final List<String> forms = new ArrayList<>();
    private final Pattern regex;
    private final Trie trie;
    private final String log;
    private final byte[] bytes;
    private final String part;

    /** @param count how many secrets there are; each has several encodings */
    public MaskedLog(int count) {
        Random random = new Random(42);
        for (int i = 0; i < count; i++) {
            String secret = (i % 2 == 0 ? "ghp_" : "") + word(random, 20 + random.nextInt(30));
            masker.register(secret);
            SecretForms.of(secret).forEach(form -> forms.add(new String(form, StandardCharsets.UTF_8)));
        }
        forms.sort(Comparator.comparingInt(String::length).reversed());
        regex = Pattern.compile(
                String.join("|", forms.stream().map(Pattern::quote).toList()));
        trie = Trie.builder().ignoreOverlaps().addKeywords(forms).build();
        log = log(random, forms).substring(0, BYTES);
        bytes = log.getBytes(StandardCharsets.UTF_8);
        int secret = log.indexOf("Authorization");
        part = log.substring(secret, secret + SHORT);
    }

    /** How many texts are looked for. */
    public int forms() {
        return forms.size();
    }

    /** How long the masked log is, in bytes. */
    public int ours() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        try (OutputStream masked = masker.mask(out)) {
            for (int at = 0; at < bytes.length; at += 8192) {
                masked.write(bytes, at, Math.min(8192, bytes.length - at));
            }
        }
        return out.size();
    }

    /** The same of the first {@link #SHORT} bytes from the first secret on, by a regular expression. */
    public int regex() {
        return regex.matcher(part).replaceAll("****").length();
    }

    /** The same of the whole log, by the library. */
    public int library() {
        StringBuilder out = new StringBuilder(log.length());
        int at = 0;
        for (Emit emit : trie.parseText(log)) {
            out.append(log, at, emit.getStart()).append("****");
            at = emit.getEnd() + 1;
        }
        return out.append(log, at, log.length()).toString().length();
    }

    private static String log(Random random, List<String> forms) {
        StringBuilder log = new StringBuilder();
        while (log.length() < BYTES) {
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
