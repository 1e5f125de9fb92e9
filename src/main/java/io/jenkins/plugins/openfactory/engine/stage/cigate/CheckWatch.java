package io.jenkins.plugins.openfactory.engine.stage.cigate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.StageResult;
import io.jenkins.plugins.openfactory.engine.Watch;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One time of waiting until every required check on a commit has ended, within its bound. The bound begins once, also
 * where the process is restarted meanwhile.
 */
final class CheckWatch implements Watch {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    /** How long a check may take to be created at all, and a forge to show what was just done to it. */
    private static final Duration GRACE = Duration.ofMinutes(5);
    /** Faults that may pass while we wait. */
    static final Set<String> PASSING = Set.of("forge_down", "rate_limited");

    private final StageContext context;
    private final RequiredChecks required;
    private final Target target;
    private final Supplier<StageResult> resume;
    private final Instant start;
    private final Instant deadline;
    private Duration pause = FIRST_PAUSE;
    private Optional<Observation> found = Optional.empty();
    private String told = "";

    /**
     * What is looked at.
     *
     * @param round tells this wait from the others of the stage
     * @param superseded ids of ended checks that were asked to run again: they say nothing until the grace is over
     * @param former commits that the pull request's head was before; a forge may show one for a while after a push
     */
    record Target(long pullRequest, String round, String commit, Set<String> superseded, Set<String> former) {
        Target {
            superseded = Set.copyOf(superseded);
            former = Set.copyOf(former);
        }
    }

    /** When the waiting began. */
    record Begun(Instant at) {}

    CheckWatch(StageContext context, RequiredChecks required, Target target, Supplier<StageResult> resume) {
        this.context = context;
        this.required = required;
        this.target = target;
        this.resume = resume;
        this.start = context.doors()
                .observe()
                .once(
                        context.scope(),
                        "wait-" + target.round(),
                        Json.object().put("commit", target.commit()),
                        () -> new Begun(context.clock().instant()),
                        Begun.class)
                .at();
        this.deadline = start.plusSeconds(context.config().ciWaitSeconds());
    }

    /** The recorded observation of this round, or what can be seen now; empty while there is something to wait for. */
    Optional<Observation> observed() {
        ObjectNode asked = Json.object().put("commit", target.commit());
        required.wanted().forEach(r -> asked.withArray("required").add(r.name()));
        return context.doors()
                .observe()
                .onceSeen(
                        context.scope(),
                        "checks-" + target.round(),
                        asked,
                        () -> found.or(this::patiently),
                        Observation.class);
    }

    @Override
    public Optional<Duration> look() {
        context.doors().forge().await(target.commit(), Duration.ZERO);
        found = patiently();
        if (found.isPresent()) {
            return Optional.empty();
        }
        Duration left = Duration.between(context.clock().instant(), deadline).plusSeconds(1);
        Duration next = pause.compareTo(left) < 0 ? pause : left;
        Duration longer = pause.multipliedBy(3).dividedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        return Optional.of(next.isNegative() ? Duration.ofSeconds(1) : next);
    }

    @Override
    public void pause(Duration atMost) {
        context.doors().forge().await(target.commit(), atMost);
    }

    @Override
    public boolean needsUs() {
        return context.doors().forge().runsChecksHere();
    }

    @Override
    public StageResult resume() {
        return resume.get();
    }

    /** What can be seen now, where a fault that may pass is nothing to see yet. */
    private Optional<Observation> patiently() {
        context.cancel().throwIfCancelled();
        Instant now = context.clock().instant();
        try {
            return look(now);
        } catch (WorldFault e) {
            boolean young = e.code().equals("not_found") && now.isBefore(start.plus(GRACE));
            if (now.isAfter(deadline) || !(young || PASSING.contains(e.code()))) {
                throw e;
            }
            say("no answer: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Observation> look(Instant now) {
        List<Forge.Check> checks = context.doors().forge().checks(target.commit());
        Forge.PullRequest pull = context.doors().forge().pullRequest(target.pullRequest());
        String progress = required.progress(checks);
        if (!progress.equals(told)) {
            new CiEvidence(context).recordProgress(required, checks, target.commit());
        }
        say(progress);
        boolean graceOver = now.isAfter(deadline) || now.isAfter(start.plus(GRACE));
        boolean here = pull.headSha().equals(target.commit());
        boolean lagging = !here && target.former().contains(pull.headSha());
        boolean moved = !pull.open() || !(here || lagging);
        boolean over = moved
                || now.isAfter(deadline)
                || (graceOver ? allOver(checks) : !lagging && required.ended(checks, target.superseded()));
        return over ? Optional.of(observation(checks)) : Optional.empty();
    }

    /** Whether nothing runs any more; what is not there by now will not come. */
    private boolean allOver(List<Forge.Check> checks) {
        return required.wanted().stream()
                .allMatch(r -> RequiredChecks.match(r, checks)
                        .filter(check -> !RequiredChecks.completed(check))
                        .isEmpty());
    }

    private void say(String progress) {
        if (!progress.equals(told)) {
            context.tell(RunEvent.Kind.CHECK, Optional.empty(), progress);
            told = progress;
        }
    }

    private Observation observation(List<Forge.Check> checks) {
        List<Observation.Seen> seen = required.seen(checks, this::seen);
        // the head is read last: checks of a commit that is no head any more say nothing
        Forge.PullRequest pull = context.doors().forge().pullRequest(target.pullRequest());
        return new Observation(Heads.of(context, pull, target.commit(), target.former()), pull.open(), seen);
    }

    private Observation.Seen seen(Forge.Check check) {
        if (!RequiredChecks.completed(check)) {
            return new Observation.Seen(
                    check.name(),
                    check.id(),
                    check.app(),
                    Observation.TIMEOUT,
                    "still running after " + context.config().ciWaitSeconds() + " seconds",
                    "",
                    check.url());
        }
        Forge.Evidence evidence = context.doors().forge().evidence(check);
        return new Observation.Seen(
                check.name(),
                check.id(),
                check.app(),
                check.conclusion().orElseThrow().id(),
                evidence.summary(),
                evidence.log(),
                check.url());
    }
}
