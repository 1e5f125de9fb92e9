package io.jenkins.plugins.openfactory.engine.stage.cigate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Waits until every required check on a commit has ended, within its bound, and says what each came to. */
final class CheckWatch {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    /** How long a check may take to be created at all. */
    private static final Duration GRACE = Duration.ofMinutes(5);
    /** Faults that may pass while we wait. */
    private static final Set<String> PASSING = Set.of("forge_down", "rate_limited");

    private final StageContext context;
    private final List<Forge.Required> required;
    private final long pullRequest;

    CheckWatch(StageContext context, List<Forge.Required> required, long pullRequest) {
        this.context = context;
        this.required = required;
        this.pullRequest = pullRequest;
    }

    /**
     * The recorded observation of this round, or a new one after waiting.
     *
     * @param superseded ids of ended checks that were asked to run again: they say nothing until the grace is over
     * @param former commits that the pull request's head was before; a forge may show one for a while after a push
     */
    Observation observe(String round, String commit, Set<String> superseded, Set<String> former) {
        ObjectNode asked = Json.object().put("commit", commit);
        required.forEach(r -> asked.withArray("required").add(r.name()));
        return context.doors()
                .observe()
                .once(
                        context.scope(),
                        "checks-" + round,
                        asked,
                        () -> new Wait(commit, superseded, former).over(),
                        Observation.class);
    }

    /** One time of waiting. */
    private final class Wait {
        private final String commit;
        private final Set<String> superseded;
        private final Set<String> former;
        private final Instant start = context.clock().instant();
        private final Instant deadline = start.plusSeconds(context.config().ciWaitSeconds());
        private String told = "";

        Wait(String commit, Set<String> superseded, Set<String> former) {
            this.commit = commit;
            this.superseded = superseded;
            this.former = former;
        }

        Observation over() {
            Duration pause = FIRST_PAUSE;
            while (true) {
                context.cancel().throwIfCancelled();
                Instant now = context.clock().instant();
                try {
                    Optional<Observation> seen = look(now);
                    if (seen.isPresent()) {
                        return seen.get();
                    }
                } catch (WorldFault e) {
                    if (!PASSING.contains(e.code()) || now.isAfter(deadline)) {
                        throw e;
                    }
                    say("no answer: " + e.getMessage());
                }
                context.doors()
                        .forge()
                        .await(
                                commit,
                                min(pause, Duration.between(now, deadline).plusSeconds(1)));
                pause = min(pause.multipliedBy(3).dividedBy(2), LONGEST_PAUSE);
            }
        }

        private Optional<Observation> look(Instant now) {
            List<Forge.Check> checks = context.doors().forge().checks(commit);
            Forge.PullRequest pull = context.doors().forge().pullRequest(pullRequest);
            say(progress(checks));
            boolean late = now.isAfter(deadline);
            boolean graceOver = late || now.isAfter(start.plus(GRACE));
            boolean lagging = !pull.headSha().equals(commit) && former.contains(pull.headSha());
            boolean moved = !pull.open() || !(pull.headSha().equals(commit) || lagging);
            boolean ended = required.stream()
                    .allMatch(r -> match(r, checks)
                            .map(check -> completed(check) && (graceOver || !superseded.contains(check.id())))
                            .orElse(graceOver));
            return moved || late || (ended && (graceOver || !lagging))
                    ? Optional.of(observation(commit, checks))
                    : Optional.empty();
        }

        private void say(String progress) {
            if (!progress.equals(told)) {
                context.tell(RunEvent.Kind.CHECK, Optional.empty(), progress);
                told = progress;
            }
        }
    }

    private String progress(List<Forge.Check> checks) {
        List<String> words = new ArrayList<>();
        required.forEach(r -> words.add(r.name() + " "
                + match(r, checks)
                        .map(c -> c.conclusion()
                                .map(Forge.Conclusion::id)
                                .orElse(c.status() == Forge.Status.QUEUED ? "queued" : "in progress"))
                        .orElse("not created yet")));
        return String.join(", ", words);
    }

    private Observation observation(String commit, List<Forge.Check> checks) {
        Forge.PullRequest pull = context.doors().forge().pullRequest(pullRequest);
        List<Observation.Seen> seen = new ArrayList<>();
        for (Forge.Required wanted : required) {
            seen.add(match(wanted, checks)
                    .map(this::seen)
                    .orElseGet(() -> new Observation.Seen(
                            wanted.name(),
                            "",
                            wanted.app().orElse(""),
                            "never_created",
                            "the forge never created it",
                            "",
                            "")));
        }
        return new Observation(pull.headSha(), pull.open(), seen);
    }

    private Observation.Seen seen(Forge.Check check) {
        if (!completed(check)) {
            return new Observation.Seen(
                    check.name(),
                    check.id(),
                    check.app(),
                    "wait_timeout",
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

    private static boolean completed(Forge.Check check) {
        return check.status() == Forge.Status.COMPLETED;
    }

    /**
     * What a required check came to: where several have the right name and app, for instance of two workflows, the one
     * that is furthest from success counts.
     */
    private static Optional<Forge.Check> match(Forge.Required wanted, List<Forge.Check> checks) {
        return checks.stream().filter(wanted::matches).min(Comparator.comparing(CheckWatch::merit));
    }

    private static int merit(Forge.Check check) {
        if (!completed(check)) {
            return 0;
        }
        return switch (check.conclusion().orElseThrow()) {
            case SUCCESS -> 3;
            case FAILURE -> 1;
            default -> 2;
        };
    }

    private static <T extends Comparable<T>> T min(T a, T b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
