package io.jenkins.plugins.openfactory.diagnosis;

import io.jenkins.plugins.openfactory.id.Sha256;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Condenses what a failed command or check left behind into what is worth a model's attention. In this order: failing
 * tests from JUnit XML, then from the log, compiler diagnostics, lines that the last green log does not have, windows
 * around words like "error", and the log's end. Stateless, so safe for any thread; never throws because of contents.
 */
public final class FailureEvidence {
    private static final List<LogReader> READERS = List.of(new TestLogReader(), new CompilerReader());

    private FailureEvidence() {}

    /**
     * Extracts evidence.
     *
     * @param logs what was printed, the most telling last
     * @param lastGreenLog what the same command printed when it last succeeded
     * @param reports JUnit XML files of this run, not of an earlier one
     * @param tokenBudget of the text; a token counts as four characters
     */
    public static Evidence extract(
            List<LogSource> logs, Optional<String> lastGreenLog, List<ReportFile> reports, int tokenBudget) {
        List<CleanLog> clean = logs.stream().map(CleanLog::of).toList();
        List<Finding> findings = new ArrayList<>(JunitReports.read(reports));
        Set<String> tests = findings.stream()
                .flatMap(finding -> finding.test().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (CleanLog log : clean) {
            for (LogReader reader : READERS) {
                for (Finding finding : reader.read(log.lines())) {
                    if (finding.test().isEmpty() || tests.add(finding.test().get())) {
                        findings.add(finding);
                    }
                    log.cover(finding.from(), finding.to());
                }
            }
        }
        Optional<String> step = clean.stream()
                .flatMap(log -> Steps.failing(log.lines()).stream())
                .findFirst();
        List<Window> windows = Windows.find(clean, lastGreenLog);
        String text = new EvidenceText(step, List.copyOf(tests), findings, windows, clean).within(tokenBudget);
        return new Evidence(text, List.copyOf(tests), step, signature(findings, windows));
    }

    private static String signature(List<Finding> findings, List<Window> windows) {
        Set<String> parts = new TreeSet<>();
        for (Finding finding : findings) {
            parts.add(finding.kind() + " " + Volatile.removed(finding.identity()));
        }
        if (parts.isEmpty()) {
            windows.forEach(window -> parts.add(Volatile.removed(window.keyLine())));
        }
        return Sha256.hex(String.join("\n", parts));
    }
}
