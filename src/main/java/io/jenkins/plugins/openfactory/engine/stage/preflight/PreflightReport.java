package io.jenkins.plugins.openfactory.engine.stage.preflight;

import io.jenkins.plugins.openfactory.doctor.Finding;
import io.jenkins.plugins.openfactory.engine.StageContext;
import java.util.List;

/** {@code PREFLIGHT_REPORT.md}. */
final class PreflightReport {
    private PreflightReport() {}

    static String render(StageContext context, List<Finding> findings) {
        long failed = findings.stream().filter(Finding::failed).count();
        StringBuilder md =
                new StringBuilder("# Preflight of run ").append(context.runId()).append("\n\n");
        md.append(failed == 0 ? "Every check passed.\n" : failed + " of " + findings.size() + " checks failed.\n");
        md.append("\n| check | result | what was seen | what to do |\n|---|---|---|---|\n");
        findings.forEach(f -> md.append("| ")
                .append(cell(f.name()))
                .append(" | ")
                .append(f.severity().id())
                .append(" | ")
                .append(cell(f.text()))
                .append(" | ")
                .append(cell(f.mend()))
                .append(" |\n"));
        md.append("\nCommand policy: SHA-256 `")
                .append(context.doors().commands().policySha256())
                .append("`\n");
        return md.toString();
    }

    private static String cell(String text) {
        String line = text.strip().replaceAll("\\R", " ").replace("|", "\\|");
        return line.isEmpty() ? "–" : line;
    }
}
