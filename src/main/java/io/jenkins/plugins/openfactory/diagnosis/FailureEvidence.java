package io.jenkins.plugins.openfactory.diagnosis;

import io.jenkins.plugins.openfactory.id.Sha256;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Condenses what a failed command or check left behind into what is worth a model's attention. In this order: failing
 * tests from JUnit XML, then from the logs, compiler diagnostics, programs that died, lines that the last green log does
 * not have, windows around words like "error", and the logs' ends. Stateless, so safe for any thread; never throws
 * because of contents.
 */
public final class FailureEvidence {
    private static final int SIGNED_WINDOWS = 5;
    private static final int SIGNED_LINES = 5;

    private FailureEvidence() {}

    /**
     * Extracts evidence.
     *
     * @param logs what was printed, in the order in which it shall be shown
     * @param lastGreenLog what the same command printed when it last succeeded
     * @param reports JUnit XML files of this run, not of an earlier one
     * @param tokenBudget of the text; a token counts as four characters; 0 or less gives no text
     */
    public static Evidence extract(
            List<LogSource> logs, Optional<String> lastGreenLog, List<ReportFile> reports, int tokenBudget) {
        List<CleanLog> clean = logs.stream().map(CleanLog::of).toList();
        Findings findings = new Findings();
        findings.addReports(reports);
        clean.forEach(findings::addLog);
        Optional<String> step = clean.stream()
                .flatMap(log -> Steps.failing(log.lines()).stream())
                .findFirst();
        List<Window> windows = Windows.find(clean, lastGreenLog, !findings.all().isEmpty());
        List<String> tests = findings.testIds();
        String text = new EvidenceText(step, tests, findings.all(), windows, clean).within(tokenBudget);
        return new Evidence(text, tests, step, signature(findings, windows, clean));
    }

    /** Evidence of one log without anything to compare it with. */
    public static Evidence extract(String log, int tokenBudget) {
        return extract(List.of(new LogSource("log", log)), Optional.empty(), List.of(), tokenBudget);
    }

    private static String signature(Findings findings, List<Window> windows, List<CleanLog> logs) {
        Set<String> parts = new TreeSet<>(findings.identities());
        if (parts.isEmpty()) {
            windows.stream().limit(SIGNED_WINDOWS).forEach(window -> parts.add(Volatile.removed(window.keyLine())));
        }
        if (parts.isEmpty()) {
            Set<String> last = new LinkedHashSet<>();
            for (CleanLog log : logs) {
                List<String> lines = log.lines();
                lines.subList(Math.max(0, lines.size() - SIGNED_LINES), lines.size())
                        .forEach(line -> last.add(Volatile.removed(line)));
            }
            parts.addAll(last);
        }
        return Sha256.hex(String.join("\n", parts));
    }
}
