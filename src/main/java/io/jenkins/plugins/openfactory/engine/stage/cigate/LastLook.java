package io.jenkins.plugins.openfactory.engine.stage.cigate;

import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.forge.Forge;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the checks and the pull request's head once more right before a verdict is final: what was green and recorded may
 * be hours old after a restart, and a push after the verdict voids it. Nothing of it is recorded, so it is taken again
 * whenever the run goes on.
 */
final class LastLook {
    private final StageContext context;
    private final RequiredChecks required;
    private final long pullRequest;
    private final Set<String> former;

    /** A look at a pull request whose branch was pushed to {@code former} commits before. */
    LastLook(StageContext context, RequiredChecks required, long pullRequest, Set<String> former) {
        this.context = context;
        this.required = required;
        this.pullRequest = pullRequest;
        this.former = Set.copyOf(former);
    }

    /** What is there now where it is not green any more; empty where it is, and while a record is replayed. */
    Optional<Observation> notGreen(String head) {
        return context.doors().observe().afresh(() -> now(head)).filter(seen -> !seen.green(head));
    }

    private Observation now(String head) {
        List<Forge.Check> checks = context.doors().forge().checks(head);
        List<Observation.Seen> seen = required.seen(checks, LastLook::plain);
        Forge.PullRequest pull = context.doors().forge().pullRequest(pullRequest);
        // a pull request may lag behind its branch; it is closed where its branch is gone
        Optional<String> branch = context.doors().forge().head(RunConfig.branch(context.runId()));
        String shown = Heads.of(context, pull, head, former);
        String here = shown.equals(head) ? branch.orElse(head) : shown;
        return new Observation(here, pull.open(), seen);
    }

    private static Observation.Seen plain(Forge.Check check) {
        String state = check.conclusion()
                .filter(end -> RequiredChecks.completed(check))
                .map(Forge.Conclusion::id)
                .orElse("running");
        return new Observation.Seen(check.name(), check.id(), check.app(), state, "", "", check.url());
    }
}
