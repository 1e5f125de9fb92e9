package io.jenkins.plugins.openfactory.exec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Masks registered secrets and their encodings ({@link SecretForms}). Registering builds a new automaton; streams that
 * are open keep the one they started with. Safe for any thread.
 */
public final class SecretMasker implements Masker {
    /** What stands in place of a secret. */
    public static final String MASK = "****";

    private static final int MIN_LENGTH = 4;

    private final Set<ByteBuffer> forms = new LinkedHashSet<>();
    private volatile PatternSet patterns = PatternSet.of(List.of());

    @Override
    public void register(String secret) {
        List<String> parts = new ArrayList<>(List.of(secret));
        if (secret.contains("\n")) {
            secret.lines().map(String::strip).filter(SecretMasker::tellingLine).forEach(parts::add);
        }
        synchronized (forms) {
            boolean changed = false;
            for (String part : parts) {
                if (part.length() >= MIN_LENGTH) {
                    for (byte[] form : SecretForms.of(part)) {
                        changed |= forms.add(ByteBuffer.wrap(form));
                    }
                }
            }
            if (changed) {
                patterns = PatternSet.of(forms.stream().map(ByteBuffer::array).toList());
            }
        }
    }

    /** A line of a secret of several lines that is secret by itself; the frame of a PEM file is not. */
    private static boolean tellingLine(String line) {
        return line.length() >= 2 * MIN_LENGTH && !line.startsWith("-----");
    }

    @Override
    public String mask(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        ReplacingStream stream = new ReplacingStream(out, patterns, MASK);
        try (stream) {
            stream.write(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory never fails", e);
        }
        return stream.replaced() ? out.toString(StandardCharsets.UTF_8) : text;
    }

    @Override
    public OutputStream mask(OutputStream out) {
        return new ReplacingStream(out, patterns, MASK);
    }
}
