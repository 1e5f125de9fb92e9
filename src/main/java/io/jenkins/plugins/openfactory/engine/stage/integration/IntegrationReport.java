package io.jenkins.plugins.openfactory.engine.stage.integration;

import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.StageResult;
import io.jenkins.plugins.openfactory.engine.work.Verifier;
import io.jenkins.plugins.openfactory.engine.work.Verifier.Verdict;
import io.jenkins.plugins.openfactory.git.FileDiff;
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
                why -> md.append("**Failed.** ").append(text(why)).append('\n'),
                () -> md.append("Every ticket is merged, no merged line is lost, and every local gate passed on `")
                        .append(train.head())
                        .append("`.\n"));
        md.append("\n## Merge train\n\n| # | ticket | commit | how | files | lines |\n|---|---|---|---|---|---|\n");
        int number = 0;
        for (MergeTrain.Step step : train.steps()) {
            row(context, md, ++number, step);
        }
        md.append("\n## Local gates\n\n");
        gates.ifPresentOrElse(verdict -> gates(md, verdict), () -> md.append("Not run.\n"));
        return md.toString();
    }

    private static void row(StageContext context, StringBuilder md, int number, MergeTrain.Step step) {
        var diffs = context.doors().git().changes(step.from(), step.commit());
        int added = diffs.stream().mapToInt((FileDiff d) -> d.added().size()).sum();
        int removed =
                diffs.stream().mapToInt((FileDiff d) -> d.removed().size()).sum();
        md.append("| ")
                .append(number)
                .append(" | ")
                .append(step.ticket().id())
                .append(' ')
                .append(step.ticket().title());
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
            md.append("| `").append(String.join(" ", ran.argv())).append("` | ").append(ran.ending());
            md.append(" | ")
                    .append(ran.millis())
                    .append(" ms | ")
                    .append(ran.log())
                    .append(" |\n");
        }
        if (verdict instanceof Verdict.Failed bad) {
            md.append("\n```\n").append(bad.evidence().text().strip()).append("\n```\n");
        }
    }

    private static String text(StageResult result) {
        return result instanceof StageResult.Failed failed ? failed.text() : result.toString();
    }
}
