package io.jenkins.plugins.openfactory.diagnosis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What real tools printed, and evidence made of it. */
final class DiagnosisFixtures {
    private DiagnosisFixtures() {}

    static byte[] bytes(String name) {
        try (InputStream in = DiagnosisFixtures.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no fixture is called " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /** Evidence of one fixture: a report where it is XML, else a log. */
    static Evidence evidence(String name, int tokens) {
        return name.endsWith(".xml")
                ? FailureEvidence.extract(
                        List.of(), Optional.empty(), List.of(new ReportFile(name, bytes(name))), tokens)
                : ofLog(text(name), tokens);
    }

    static Evidence ofLog(String log, int tokens) {
        return FailureEvidence.extract(List.of(new LogSource("stdout", log)), Optional.empty(), List.of(), tokens);
    }
}
