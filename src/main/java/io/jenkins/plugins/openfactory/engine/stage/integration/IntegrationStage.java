package io.jenkins.plugins.openfactory.engine.stage.integration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.Phrases;
import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.engine.Stage;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.StageResult;
import io.jenkins.plugins.openfactory.engine.work.Verifier;
import io.jenkins.plugins.openfactory.engine.work.Verifier.Verdict;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.run.StageId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Stage 5: tickets are merged in the order of their dependencies, each verified again where the merge made it a new
 * commit, nothing that was merged is lost, and the local gates pass on the whole.
 */
public final class IntegrationStage implements Stage {
    @Override
    public StageId id() {
        return StageId.INTEGRATION;
    }

    @Override
    public StageResult run(StageContext context) {
        MergeTrain train = new MergeTrain(context);
        Optional<StageResult> problem = train.run().or(() -> lost(context, train));
        Optional<Verdict> gates = problem.isPresent() ? Optional.empty() : Optional.of(gates(context, train.head()));
        Optional<StageResult> failed = problem.or(() -> gates.flatMap(IntegrationStage::failure));
        String report = IntegrationReport.render(context, train, gates, failed);
        context.doors().artifacts().publish(context.scope(), "INTEGRATION_REPORT.md", report);
        context.doors().git().remove(workspace(context));
        if (failed.isPresent()) {
            return failed.get();
        }
        String branch = RunConfig.branch(context.runId());
        context.doors().git().setRef(context.scope(), "refs/heads/" + branch, train.head());
        ObjectNode doc = Json.object().put("head", train.head());
        ObjectNode commits = doc.putObject("commits");
        train.steps().forEach(step -> commits.put(step.ticket().id(), step.commit()));
        context.documents().save("integration", doc);
        int count = train.steps().size();
        return new StageResult.Succeeded(Count.of(count, "ticket") + " merged, "
                + Count.of(context.config().gates().size(), "gate") + " passed on "
                + train.head().substring(0, 12));
    }

    static Path workspace(StageContext context) {
        return context.workspace("integration");
    }

    private static Optional<StageResult> lost(StageContext context, MergeTrain train) {
        List<LostLines.Lost> lost = LostLines.find(context, train.steps(), train.head());
        return lost.isEmpty()
                ? Optional.empty()
                : Optional.of(new StageResult.Failed(
                        "lines_lost",
                        "After the merge, " + lost.size() + (lost.size() == 1 ? " line" : " lines") + " that ticket "
                                + lost.get(0).ticketId() + " added to "
                                + lost.get(0).path() + (lost.size() == 1 ? " is" : " are")
                                + " gone without another ticket having touched that file; compare that"
                                + " ticket's PATCH.diff with the merge."));
    }

    private static Verdict gates(StageContext context, String head) {
        context.note("local gates on " + head.substring(0, 12));
        return new Verifier(context)
                .verify(
                        context.scope(),
                        new Verifier.Job(
                                "gates",
                                head,
                                workspace(context),
                                context.config().gates(),
                                "gate",
                                Optional.empty(),
                                Duration.ofSeconds(context.config().commandSeconds()),
                                "INTEGRATION"));
    }

    private static Optional<StageResult> failure(Verdict verdict) {
        if (verdict instanceof Verdict.Failed failed) {
            return Optional.of(new StageResult.Failed(
                    "gate_failed",
                    "The gate '" + String.join(" ", failed.argv())
                            + "' failed on the merged tickets; see INTEGRATION_REPORT.md for its evidence."));
        }
        if (verdict instanceof Verdict.Infrastructure broken) {
            return Optional.of(new StageResult.Failed(
                    "gate_not_run", "A local gate could not be run: " + Phrases.sentence(broken.reason())));
        }
        return Optional.empty();
    }
}
