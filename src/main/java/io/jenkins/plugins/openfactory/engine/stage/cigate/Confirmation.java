package io.jenkins.plugins.openfactory.engine.stage.cigate;

import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.StageResult;
import io.jenkins.plugins.openfactory.engine.Watch;
import io.jenkins.plugins.openfactory.run.WaitReason;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Asks the forge whether what was found green still is, through an outage and up to the bound of a wait for checks. */
final class Confirmation implements Watch {
    private static final Duration PAUSE = Duration.ofSeconds(20);

    private final StageContext context;
    private final LastLook look;
    private final String head;
    private final Instant deadline;
    private Optional<StageResult> found = Optional.empty();

    Confirmation(StageContext context, RequiredChecks required, long pullRequest, String head, Set<String> former) {
        this.context = context;
        this.look = new LastLook(context, required, pullRequest, former);
        this.head = head;
        this.deadline = context.clock().instant().plusSeconds(context.config().ciWaitSeconds());
    }

    /** The answer, or a wait for one. */
    StageResult result() {
        return look().isEmpty()
                ? resume()
                : new StageResult.Waiting(
                        WaitReason.CI,
                        "The forge does not answer whether the checks of " + head.substring(0, 12)
                                + " are still green.",
                        Optional.of(this));
    }

    @Override
    public Optional<Duration> look() {
        context.doors().forge().await(head, Duration.ZERO);
        try {
            found = Optional.of(look.notGreen(head)
                    .map(now -> PullRequestGate.voided(context, now, head))
                    .orElseGet(() -> new StageResult.Succeeded("still green")));
            return Optional.empty();
        } catch (WorldFault e) {
            if (!CheckWatch.PASSING.contains(e.code())
                    || context.clock().instant().isAfter(deadline)) {
                throw e;
            }
            return Optional.of(PAUSE);
        }
    }

    @Override
    public void pause(Duration atMost) {
        context.doors().forge().await(head, atMost);
    }

    @Override
    public boolean needsUs() {
        return context.doors().forge().runsChecksHere();
    }

    @Override
    public StageResult resume() {
        return found.orElseGet(this::result);
    }
}
