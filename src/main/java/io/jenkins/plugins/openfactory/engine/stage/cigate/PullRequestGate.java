package io.jenkins.plugins.openfactory.engine.stage.cigate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jenkins.plugins.openfactory.engine.Phrases;
import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.StageResult;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One pull request on its way to green. Runs in one thread; its progress is kept in the record alone. */
final class PullRequestGate {
    static final String PUSHED = "pushed";

    private final StageContext context;
    private final List<Forge.Required> required;
    private final CiEvidence evidence;
    private final Repair repair;
    /** Ended checks that were asked to run again, and former heads of the branch. */
    private final Set<String> superseded = new HashSet<>();

    private final Set<String> former = new HashSet<>();
    private final Set<String> flaky = new HashSet<>();
    private String head;
    private Forge.PullRequest pull;

    PullRequestGate(StageContext context, List<Forge.Required> required, String head) {
        this.context = context;
        this.required = required;
        this.head = head;
        this.evidence = new CiEvidence(context);
        this.repair = new Repair(context);
    }

    StageResult run() {
        push(Optional.empty());
        pull = context.doors().forge().openPullRequest(context.scope(), PullRequestText.draft(context, head));
        context.note("draft pull request " + pull.url());
        CiGateStage.record(context, pull, head);
        CheckWatch watch = new CheckWatch(context, required, pull.number());
        int fixes = 0;
        for (int round = 1; ; round++) {
            Observation seen = settled(watch, round);
            if (seen.green(head)) {
                return green(seen, fixes);
            }
            Optional<StageResult> end = notMendable(seen, round);
            if (end.isPresent()) {
                return end.get();
            }
            Observation.Seen red = firstRed(seen);
            Triage.Verdict verdict = new Triage(context).judge(round, red, head);
            evidence.publish(round, head, seen, verdict);
            record(seen, verdict.kind().id());
            if (verdict.kind() == Triage.Kind.FLAKY
                    && flaky.add(head + red.name())
                    && again("flaky-" + round, List.of(red))) {
                continue;
            }
            if (verdict.kind() != Triage.Kind.CAUSED_BY_PATCH) {
                return ciFailed(
                        verdict.kind().id(),
                        "The required check " + red.name() + " failed: " + Phrases.sentence(verdict.reason()));
            }
            Repair.Outcome outcome =
                    repair.mend(round, red, head, verdict, context.config().ciFixes() - fixes);
            fixes += outcome.attempts();
            if (outcome.commit().isEmpty()) {
                return ciFailed(
                        "fixes_exhausted",
                        "The required check " + red.name() + " fails because of the patch, and "
                                + Phrases.sentence(outcome.reason()));
            }
            String last = head;
            former.add(last);
            head = outcome.commit().get();
            push(Optional.of(last));
            CiGateStage.record(context, pull, head);
        }
    }

    private void push(Optional<String> expected) {
        String branch = RunConfig.branch(context.runId());
        Optional<String> last =
                context.documents().json(PUSHED).map(doc -> doc.path("commit").asText());
        context.doors()
                .forge()
                .push(context.scope(), context.doors().git().gitDir(), head, branch, expected.or(() -> last));
        context.documents().save(PUSHED, Json.object().put("commit", head));
        context.note("pushed " + head.substring(0, 12) + " to " + branch);
    }

    /** The observation of a round, after one more run of checks that infrastructure broke. */
    private Observation settled(CheckWatch watch, int round) {
        Observation seen = watch.observe(round + "", head, superseded, former);
        List<Observation.Seen> broken = seen.checks().stream()
                .filter(check -> check.kind() == Observation.Kind.INFRASTRUCTURE
                        && !check.id().isEmpty())
                .toList();
        if (broken.isEmpty() || !seen.open() || !seen.headSha().equals(head)) {
            return seen;
        }
        evidence.publish(round, head, seen, Triage.Verdict.infrastructure(broken.get(0)));
        return again("infrastructure-" + round, broken)
                ? watch.observe(round + "-again", head, superseded, former)
                : seen;
    }

    /** Asks for one more run of ended checks; false where the forge can't. */
    private boolean again(String name, List<Observation.Seen> checks) {
        for (Observation.Seen check : checks) {
            try {
                context.doors()
                        .forge()
                        .rerun(context.scope(), name + "-" + check.app() + "-" + check.name(), check.toCheck(head));
            } catch (WorldFault e) {
                if (!e.code().equals("rerun_refused")) {
                    throw e;
                }
                context.note(e.getMessage());
                return false;
            }
            if (!check.state().equals("wait_timeout")) {
                superseded.add(check.id());
            }
        }
        return true;
    }

    private static Observation.Seen firstRed(Observation seen) {
        return seen.checks().stream()
                .filter(check -> !check.succeeded())
                .findFirst()
                .orElseThrow();
    }

    private Optional<StageResult> notMendable(Observation seen, int round) {
        if (!seen.open()) {
            return end(seen, round, "pull_request_closed", "The pull request was closed while its checks ran.");
        }
        if (!seen.headSha().equals(head)) {
            return end(
                    seen,
                    round,
                    "head_moved",
                    "Somebody pushed " + seen.headSha() + " to the run's branch, so the checks of " + head
                            + " say nothing about the pull request any more.");
        }
        Observation.Seen red = firstRed(seen);
        return switch (red.kind()) {
            case DID_NOT_TEST ->
                end(
                        seen,
                        round,
                        red.state(),
                        "The required check " + red.name() + " ended as " + red.state() + ", which tested nothing.");
            case NEVER_CREATED ->
                end(
                        seen,
                        round,
                        red.state(),
                        "The required check " + red.name()
                                + " was never created; usual causes are a workflow that waits for approval, path filters, or a push by a bot.");
            case INFRASTRUCTURE ->
                end(
                        seen,
                        round,
                        "infrastructure",
                        "The required check " + red.name() + " ended as " + red.state()
                                + (superseded.isEmpty() ? ": " : " once more: ")
                                + Phrases.sentence(red.summary()));
            default -> Optional.empty();
        };
    }

    private Optional<StageResult> end(Observation seen, int round, String code, String text) {
        evidence.publish(round, head, seen, new Triage.Verdict(Triage.Kind.INFRASTRUCTURE, text, List.of(), ""));
        record(seen, code);
        return Optional.of(ciFailed(code, text));
    }

    private StageResult green(Observation seen, int fixes) {
        evidence.publishGreen(head, seen);
        record(seen, "success");
        context.documents().save("green", Json.object().put("commit", head));
        String names = String.join(
                ", ", seen.checks().stream().map(Observation.Seen::name).toList());
        return new StageResult.Succeeded("required checks (" + names + ") succeeded on " + head.substring(0, 12)
                + (fixes == 0 ? "" : " after " + Count.of(fixes, "fix")));
    }

    private static StageResult ciFailed(String code, String text) {
        return new StageResult.CiFailed(code, text);
    }

    private void record(Observation seen, String verdict) {
        ArrayNode checks = Json.array();
        seen.checks()
                .forEach(check -> checks.addObject()
                        .put("name", check.name())
                        .put("app", check.app())
                        .put("status", check.state().equals("never_created") ? "never_created" : "completed")
                        .put("conclusion", check.state())
                        .put("headSha", head)
                        .put("verdict", check.succeeded() ? "success" : verdict));
        context.documents().save("checks", checks);
    }
}
