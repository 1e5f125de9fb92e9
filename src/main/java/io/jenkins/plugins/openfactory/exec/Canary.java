package io.jenkins.plugins.openfactory.exec;

import io.jenkins.plugins.openfactory.id.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A text that looks like a credential and is none, planted where a run's commands can find it. Nobody has a reason to
 * pass it on, so a place where it turns up shows what goes out there. It follows from the run's ids, so every process that
 * works on the run knows it. Safe for any thread.
 */
public final class Canary {
    /** The environment variable that holds it. */
    public static final String VARIABLE = "OPENFACTORY_TOKEN";

    /** The file below the home folder that holds it. */
    public static final String FILE = ".git-credentials";

    private static final int KEPT = 64;
    private static final Map<String, Canary> LATEST = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Canary> eldest) {
            return size() > KEPT;
        }
    };

    private final String value;
    private final PatternSet patterns;

    private Canary(String value) {
        this.value = value;
        this.patterns = PatternSet.of(SecretForms.of(value));
    }

    /** The canary of a run. */
    public static Canary of(String runId, String traceId) {
        String value = "oft_" + Sha256.hex("canary " + runId + " " + traceId).substring(0, 40);
        synchronized (LATEST) {
            return LATEST.computeIfAbsent(value, Canary::new);
        }
    }

    /** The text itself. */
    public String value() {
        return value;
    }

    /** What {@link #FILE} says. */
    public String file() {
        return "https://build:" + value + "@git.example.org\n";
    }

    /** Whether it is in a text, as it is or in an encoding that the masker knows. */
    public boolean isIn(String text) {
        return isIn(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether it is in bytes. */
    public boolean isIn(byte[] bytes) {
        ReplacingStream stream = new ReplacingStream(OutputStream.nullOutputStream(), patterns, "");
        try (stream) {
            stream.write(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("writing to nowhere never fails", e);
        }
        return stream.replaced();
    }

    /** A stream that takes it out of what is written, and says at once where it did. */
    public OutputStream watch(OutputStream out, Runnable seen) {
        return new ReplacingStream(out, patterns, SecretMasker.MASK) {
            private boolean told;

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                super.write(bytes, from, count);
                tell();
            }

            @Override
            public void close() throws IOException {
                super.close();
                tell();
            }

            private void tell() {
                if (replaced() && !told) {
                    told = true;
                    seen.run();
                }
            }
        };
    }

    /** The names of what it is planted as, for the record. */
    public static List<String> places() {
        return List.of(VARIABLE, "~/" + FILE);
    }
}
