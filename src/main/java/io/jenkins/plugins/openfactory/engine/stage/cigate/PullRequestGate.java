package io.jenkins.plugins.openfactory.engine.stage.cigate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.Approvals;
import io.jenkins.plugins.openfactory.engine.Phrases;
import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.StageResult;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.run.WaitReason;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One pull request on its way to green. Runs in one thread; its progress is kept in the record alone. */
final class PullRequestGate {
    static final String PUSHED = "pushed";
    static final String GREEN = "green";
    /** How often green may turn out to be over at the last look before the checks are called unsettled. */
    private static final int MOST_UNSETTLED = 3;

    private final StageContext context;
    private final RequiredChecks required;
    private final CiEvidence evidence;
    private final Repair repair;
    /** Ended checks that were asked to run again, and former heads of the branch. */
    private final Set<String> superseded = new HashSet<>();

    private final Set<String> former = new HashSet<>();
    /** What was asked to run once more: a head, a check and the reason. */
    private final Set<String> asked = new HashSet<>();

    private String head;
    private Forge.PullRequest pull;
    private CheckWatch watch;
    private int round = 1;
    private int fixes;
    private int unsettled;

    PullRequestGate(StageContext context, RequiredChecks required, String head) {
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
        watch = watch(round + "");
        return rounds();
    }

    /** Goes on with the round that it is in until there is an end or something to wait for. */
    private StageResult rounds() {
        while (true) {
            Optional<Observation> seen = settled();
            if (seen.isEmpty()) {
                return new StageResult.Waiting(
                        WaitReason.CI,
                        "The required checks (" + required.names() + ") run on " + head.substring(0, 12) + " of "
                                + pull.url() + ".",
                        Optional.of(watch));
            }
            Optional<StageResult> end = judged(seen.get());
            if (end.isPresent()) {
                remark(end.get());
                return end.get();
            }
            round++;
            watch = watch(round + "");
        }
    }

    /** Tells the reviewers why the pull request is not green. */
    private void remark(StageResult end) {
        if (end instanceof StageResult.CiFailed red) {
            tell("gate " + context.scope().stageAttempt(), PullRequestText.stopped(red.code(), red.text()), true);
        }
    }

    /**
     * Leaves a comment once, and none where the forge won't have it.
     *
     * @param last whether nothing follows that would wait for a forge that does not answer
     */
    private void tell(String marker, String text, boolean last) {
        try {
            context.doors().forge().comment(context.scope(), pull.number(), context.runId() + " " + marker, text);
        } catch (WorldFault e) {
            if (last && CheckWatch.PASSING.contains(e.code())) {
                throw e;
            }
            context.note(e.getMessage());
        }
    }

    private CheckWatch watch(String name) {
        CheckWatch.Target target = new CheckWatch.Target(pull.number(), name, head, superseded, former);
        return new CheckWatch(context, required, target, this::rounds);
    }

    private void push(Optional<String> expected) {
        String branch = RunConfig.branch(context.runId());
        Optional<String> last =
                context.documents().json(PUSHED).map(doc -> doc.path("commit").asText());
        context.doors()
                .forge()
                .push(context.scope(), context.config().baseCommit(), head, branch, expected.or(() -> last));
        context.documents().save(PUSHED, Json.object().put("commit", head));
        context.note("pushed " + head.substring(0, 12) + " to " + branch);
    }

    /** The observation of a round, after one more run of checks that infrastructure broke; empty while they run. */
    private Optional<Observation> settled() {
        String again = "infrastructure-" + round;
        while (true) {
            Optional<Observation> seen = watch.observed();
            List<Observation.Seen> broken = seen.filter(this::ours).stream()
                    .flatMap(s -> s.checks().stream())
                    .filter(check -> check.kind() == Observation.Kind.INFRASTRUCTURE
                            && !check.state().equals(Observation.TIMEOUT))
                    .filter(check -> first(Triage.Kind.INFRASTRUCTURE, check))
                    .toList();
            if (broken.isEmpty()) {
                return seen;
            }
            evidence.publishBroken(round, head, seen.get(), Triage.Verdict.infrastructure(broken.get(0)));
            if (!again(again, broken)) {
                return seen;
            }
            watch = watch(round + "-again");
        }
    }

    /** Whether a check of this head was not yet run once more for this reason. */
    private boolean first(Triage.Kind reason, Observation.Seen check) {
        return asked.add(head + " " + check.app() + " " + check.name() + " " + reason);
    }

    /** Whether an observation is about the commit that we pushed. */
    private boolean ours(Observation seen) {
        return seen.open() && seen.headSha().equals(head);
    }

    /** What an observation leads to; empty where another round follows. */
    private Optional<StageResult> judged(Observation seen) {
        if (seen.green(head)) {
            return confirmed(seen);
        }
        Optional<StageResult> end = notMendable(seen);
        if (end.isPresent()) {
            return end;
        }
        Observation.Seen red = worst(seen);
        Triage.Verdict verdict = new Triage(context).judge(round, red, head);
        evidence.publish(round, head, seen, verdict);
        evidence.record(seen, head, verdict.kind().id());
        if (verdict.kind() == Triage.Kind.CAUSED_BY_PATCH) {
            return mended(red, verdict);
        }
        boolean mayPass = verdict.kind() == Triage.Kind.FLAKY || verdict.kind() == Triage.Kind.INFRASTRUCTURE;
        if (mayPass && first(verdict.kind(), red) && again(verdict.kind().id() + "-" + round, List.of(red))) {
            return Optional.empty();
        }
        return Optional.of(ciFailed(
                verdict.kind().id(),
                "The required check " + red.name() + " failed: " + Phrases.sentence(verdict.reason())));
    }

    /** Pushes a mend of the failed check; empty where its checks are to be waited for. */
    private Optional<StageResult> mended(Observation.Seen red, Triage.Verdict verdict) {
        Repair.Outcome outcome =
                repair.mend(round, red, head, verdict, context.config().ciFixes() - fixes);
        fixes += outcome.attempts();
        if (outcome.commit().isEmpty()) {
            return Optional.of(ciFailed(
                    "fixes_exhausted",
                    "The required check " + red.name() + " fails because of the patch, and "
                            + Phrases.sentence(outcome.reason())));
        }
        Optional<StageResult> stop = CiGateStage.tooLarge(
                        context, outcome.commit().get(), "The mend was not pushed.")
                .or(() -> Approvals.required(
                        context, "pr", outcome.commit().get(), "the commit that mends the check " + red.name()));
        if (stop.isPresent()) {
            return stop;
        }
        String last = head;
        former.add(last);
        head = outcome.commit().get();
        push(Optional.of(last));
        CiGateStage.record(context, pull, head);
        tell(
                "mend " + head,
                PullRequestText.mended(red, last.substring(0, 12), head.substring(0, 12), repair.notes()),
                false);
        return Optional.empty();
    }

    /** Green, if that is what the forge shows right now; empty where the checks begin anew. */
    private Optional<StageResult> confirmed(Observation seen) {
        Optional<Observation> now = new LastLook(context, required, pull.number(), former).notGreen(head);
        if (now.isEmpty()) {
            return Optional.of(green(seen));
        }
        if (ours(now.get()) && unsettled++ < MOST_UNSETTLED) {
            context.note("the checks of " + head.substring(0, 12) + " were green and are not any more; looking again");
            return Optional.empty();
        }
        return Optional.of(voided(context, now.get(), head));
    }

    /** The end of a run whose green is over. */
    static StageResult voided(StageContext context, Observation now, String head) {
        Optional<StageResult> end = gone(now, head);
        StageResult.CiFailed result = (StageResult.CiFailed) end.orElseGet(() -> ciFailed(
                "no_longer_green",
                "The required check " + worst(now).name() + " had succeeded on " + head + " and is now "
                        + worst(now).state() + "; let the run go on when it has ended."));
        new CiEvidence(context).publishVoid(head, now, result);
        return result;
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
            superseded.add(check.id());
        }
        return true;
    }

    /** The check that decides: one that can't be mended before one that can, so that no mend is wasted. */
    private static Observation.Seen worst(Observation seen) {
        return seen.checks().stream()
                .filter(check -> !check.succeeded())
                .min(Comparator.comparing(Observation.Seen::kind))
                .orElseThrow();
    }

    private static Optional<StageResult> gone(Observation seen, String head) {
        if (!seen.open()) {
            return Optional.of(ciFailed("pull_request_closed", "The pull request was closed while its checks ran."));
        }
        return seen.headSha().equals(head)
                ? Optional.empty()
                : Optional.of(ciFailed(
                        "head_moved",
                        "Somebody pushed " + seen.headSha() + " to the run's branch, so the checks of " + head
                                + " say nothing about the pull request any more."));
    }

    private Optional<StageResult> notMendable(Observation seen) {
        Optional<StageResult> end = gone(seen, head).or(() -> hopeless(worst(seen)));
        end.map(StageResult.CiFailed.class::cast).ifPresent(red -> {
            evidence.publish(
                    round, head, seen, new Triage.Verdict(Triage.Kind.INFRASTRUCTURE, red.text(), List.of(), ""));
            evidence.record(seen, head, red.code());
        });
        return end;
    }

    private Optional<StageResult> hopeless(Observation.Seen red) {
        return switch (red.kind()) {
            case DID_NOT_TEST ->
                Optional.of(ciFailed(
                        red.state(),
                        "The required check " + red.name() + " ended as " + red.state() + ", which tested nothing."));
            case NEVER_CREATED ->
                Optional.of(
                        ciFailed(
                                red.state(),
                                "The required check " + red.name() + " was never created ("
                                        + Phrases.clause(red.summary())
                                        + "); usual causes are a workflow that waits for approval, path filters, or a push by a bot."));
            case INFRASTRUCTURE ->
                Optional.of(ciFailed(
                        "infrastructure",
                        "The required check " + red.name() + " ended as " + red.state()
                                + (superseded.isEmpty() ? ": " : " once more: ")
                                + Phrases.sentence(red.summary())));
            default -> Optional.empty();
        };
    }

    private StageResult green(Observation seen) {
        evidence.publishGreen(head, seen);
        evidence.record(seen, head, "success");
        ObjectNode document = Json.object().put("commit", head);
        former.forEach(document.putArray("former")::add);
        context.documents().save(GREEN, document);
        String names = String.join(
                ", ", seen.checks().stream().map(Observation.Seen::name).toList());
        return new StageResult.Succeeded("required checks (" + names + ") succeeded on " + head.substring(0, 12)
                + (fixes == 0 ? "" : " after " + Count.of(fixes, "fix")));
    }

    private static StageResult ciFailed(String code, String text) {
        return new StageResult.CiFailed(code, text);
    }
}
