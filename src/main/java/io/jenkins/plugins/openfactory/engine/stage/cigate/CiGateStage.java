package io.jenkins.plugins.openfactory.engine.stage.cigate;

import io.jenkins.plugins.openfactory.engine.Approvals;
import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.engine.Stage;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.StageResult;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.git.FileDiff;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.StageId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stage 6: the run branch is pushed, a draft pull request is opened, and the run goes on only when every required check
 * succeeded on exactly the pull request's head commit. A failure that the patch caused is mended within a bound.
 */
public final class CiGateStage implements Stage {
    @Override
    public StageId id() {
        return StageId.PR_CI_GATE;
    }

    @Override
    public StageResult run(StageContext context) {
        String head = start(context);
        Optional<StageResult> stop = tooLarge(context, head, "Nothing was pushed.")
                .or(() -> Approvals.required(context, "pr", head, "the pull request's commit"));
        if (stop.isPresent()) {
            return stop.get();
        }
        RequiredChecks required = required(context);
        if (required.wanted().isEmpty()) {
            return new StageResult.CiFailed(
                    "no_required_checks",
                    "Neither the protection of '" + context.config().base()
                            + "' nor the settings name a check that must succeed, so nothing could show that the change is good; name one with --required-check. Nothing was pushed.");
        }
        return new PullRequestGate(context, required, head).run();
    }

    @Override
    public StageResult confirm(StageContext context) {
        String green = text(context, PullRequestGate.GREEN, "commit");
        long number = context.documents()
                .json("pull_request")
                .map(doc -> doc.path("number").asLong())
                .orElse(0L);
        Set<String> former = new HashSet<>();
        context.documents()
                .json(PullRequestGate.GREEN)
                .ifPresent(doc -> doc.path("former").forEach(commit -> former.add(commit.asText())));
        return new Confirmation(context, required(context), number, green, former).result();
    }

    private static String text(StageContext context, String document, String field) {
        return context.documents()
                .json(document)
                .map(doc -> doc.path(field).asText())
                .orElse("");
    }

    /** Where the gate begins: what it pushed last when it is tried again, else the integrated head. */
    private static String start(StageContext context) {
        return context.doors()
                .observe()
                .once(context.scope(), "start", Json.object(), () -> new Start(lastHead(context)), Start.class)
                .commit();
    }

    private static String lastHead(StageContext context) {
        String pushed = text(context, PullRequestGate.PUSHED, "commit");
        return pushed.isEmpty() ? text(context, "integration", "head") : pushed;
    }

    /** The commit that the gate begins with. */
    record Start(String commit) {}

    /** The checks that were configured, each from the app that the protection names, and those the protection adds. */
    private static RequiredChecks required(StageContext context) {
        Forge.Protection protection = context.doors()
                .forge()
                .protection(context.scope(), context.config().base());
        List<Forge.Required> all = new ArrayList<>(protection.required());
        for (String name : context.config().requiredChecks()) {
            if (all.stream().noneMatch(r -> r.name().equals(name))) {
                all.add(new Forge.Required(name, Optional.empty()));
            }
        }
        return new RequiredChecks(List.copyOf(all));
    }

    /**
     * The end where a change is more than a person can review; empty where it is not.
     *
     * @param kept a sentence that says what was not pushed
     */
    static Optional<StageResult> tooLarge(StageContext context, String head, String kept) {
        List<FileDiff> diffs = context.doors().git().changes(context.config().baseCommit(), head);
        int lines = diffs.stream()
                .mapToInt(diff -> diff.added().size() + diff.removed().size())
                .sum();
        return lines <= context.config().maxDiffLines()
                ? Optional.empty()
                : Optional.of(new StageResult.Failed(
                        "diff_too_large",
                        "The change has " + lines + " added and removed lines, more than the "
                                + context.config().maxDiffLines()
                                + " that a person can review; cut the request into smaller ones, or raise maxDiffLines. "
                                + kept));
    }

    /** Keeps the pull request for the status document. */
    static void record(StageContext context, Forge.PullRequest pull, String head) {
        context.documents()
                .save(
                        "pull_request",
                        Json.object()
                                .put("number", pull.number())
                                .put("url", pull.url())
                                .put("branch", RunConfig.branch(context.runId()))
                                .put("headSha", head)
                                .put("draft", pull.draft()));
    }
}
