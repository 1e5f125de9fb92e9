package io.jenkins.plugins.openfactory.engine.stage.integration;

import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.StageResult;
import io.jenkins.plugins.openfactory.engine.work.Verifier;
import io.jenkins.plugins.openfactory.engine.work.Verifier.Verdict;
import io.jenkins.plugins.openfactory.git.FileDiff;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code INTEGRATION_REPORT.md}. */
final class IntegrationReport {
    private IntegrationReport() {}

    static String render(
            StageContext context, MergeTrain train, Optional<Verdict> gates, Optional<StageResult> failed) {
        StringBuilder md = new StringBuilder("# Integration of run ")
                .append(context.runId())
                .append("\n\n");
        failed.ifPresentOrElse(
                why -> md.append("**Failed.** ").append(line(text(why))).append(" Nothing was pushed.\n"),
                () -> md.append(
                                "**Passed.** Every ticket is merged, no merged line is lost, and every local gate passed on `")
                        .append(train.head())
                        .append("`. This stage pushes nothing; the next one does.\n"));
        md.append("\nBranch `").append(RunConfig.branch(context.runId())).append("`, from `");
        md.append(context.config().base())
                .append("` at `")
                .append(context.config().baseCommit())
                .append("`.\n");
        md.append("\n## Merge train\n\nTickets in the order of their dependencies, each on top of the one before.\n\n");
        md.append("| # | ticket | builds on | commit | how | files | lines |\n|---|---|---|---|---|---|---|\n");
        int number = 0;
        for (MergeTrain.Step step : train.steps()) {
            row(context, md, ++number, step);
        }
        md.append("\n## Local gates\n\n");
        gates.ifPresentOrElse(
                verdict -> gates(md, verdict), () -> md.append("Not run, because the merge failed before.\n"));
        return md.toString();
    }

    private static void row(StageContext context, StringBuilder md, int number, MergeTrain.Step step) {
        var diffs = context.doors().git().changes(step.from(), step.commit());
        int added = diffs.stream().mapToInt((FileDiff d) -> d.added().size()).sum();
        int removed =
                diffs.stream().mapToInt((FileDiff d) -> d.removed().size()).sum();
        List<String> before = step.ticket().dependsOn();
        md.append("| ").append(number).append(" | ").append(step.ticket().id()).append(' ');
        md.append(line(step.ticket().title())).append(" | ");
        md.append(before.isEmpty() ? "–" : String.join(", ", before));
        md.append(" | `").append(step.commit(), 0, 12).append("` | ");
        md.append(step.moved() ? "rebased, its tests passed again" : "unchanged since its tests passed");
        md.append(" | ")
                .append(diffs.size())
                .append(" | +")
                .append(added)
                .append(" −")
                .append(removed)
                .append(" |\n");
    }

    private static void gates(StringBuilder md, Verdict verdict) {
        md.append("| gate | result | time | log |\n|---|---|---|---|\n");
        for (Verifier.Ran ran : verdict.ran()) {
            md.append("| `")
                    .append(code(String.join(" ", ran.argv())))
                    .append("` | ")
                    .append(ran.ending());
            md.append(String.format(Locale.ROOT, " | %.1f s | [log](%s) |\n", ran.millis() / 1000.0, ran.log()));
        }
        if (verdict instanceof Verdict.Failed bad) {
            md.append("\nThe end of what `")
                    .append(code(String.join(" ", bad.argv())))
                    .append("` printed:\n\n````\n");
            md.append(bad.evidence().text().strip().replace("````", "``` `")).append("\n````\n");
        }
    }

    /** The words of others as text on one line: no table, link or markup of their own. */
    private static String line(String text) {
        return text.replaceAll("\\s+", " ").replaceAll("([\\\\`*\\[\\]<>|~])", "\\\\$1");
    }

    private static String code(String text) {
        return text.replaceAll("\\s+", " ").replace('`', '\'').replace("|", "\\|");
    }

    private static String text(StageResult result) {
        return result instanceof StageResult.Failed failed ? failed.text() : result.toString();
    }
}
