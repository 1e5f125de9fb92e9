package io.jenkins.plugins.openfactory.engine.stage.cigate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.RunEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Waits until every required check on a commit has ended, within its bound, and says what each came to. */
final class CheckWatch {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    /** How long a check may take to be created at all. */
    private static final Duration GRACE = Duration.ofMinutes(5);

    private final StageContext context;
    private final List<Forge.Required> required;
    private final long pullRequest;

    CheckWatch(StageContext context, List<Forge.Required> required, long pullRequest) {
        this.context = context;
        this.required = required;
        this.pullRequest = pullRequest;
    }

    /** The recorded observation of this round, or a new one after waiting. */
    Observation observe(String round, String commit) {
        ObjectNode asked = Json.object().put("commit", commit);
        required.forEach(r -> asked.withArray("required").add(r.name()));
        return context.doors()
                .observe()
                .once(context.scope(), "checks-" + round, asked, () -> wait(commit), Observation.class);
    }

    private Observation wait(String commit) {
        Instant start = context.clock().instant();
        Instant deadline = start.plusSeconds(context.config().ciWaitSeconds());
        Duration pause = FIRST_PAUSE;
        String told = "";
        while (true) {
            context.cancel().throwIfCancelled();
            List<Forge.Check> checks = context.doors().forge().checks(commit);
            Instant now = context.clock().instant();
            String progress = progress(checks);
            if (!progress.equals(told)) {
                context.tell(RunEvent.Kind.CHECK, Optional.empty(), progress);
                told = progress;
            }
            boolean graceOver = now.isAfter(min(start.plus(GRACE), deadline));
            boolean ended = required.stream()
                    .allMatch(r -> match(r, checks).map(CheckWatch::completed).orElse(graceOver));
            if (ended || now.isAfter(deadline)) {
                return observation(commit, checks);
            }
            context.doors()
                    .forge()
                    .await(commit, min(pause, Duration.between(now, deadline).plusSeconds(1)));
            pause = min(pause.multipliedBy(3).dividedBy(2), LONGEST_PAUSE);
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

    /** The check by the right name, from the right app where one is named. */
    private static Optional<Forge.Check> match(Forge.Required wanted, List<Forge.Check> checks) {
        return checks.stream()
                .filter(check -> check.name().equals(wanted.name()))
                .filter(check -> wanted.app().isEmpty() || wanted.app().get().equals(check.app()))
                .findFirst();
    }

    private static <T extends Comparable<T>> T min(T a, T b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
