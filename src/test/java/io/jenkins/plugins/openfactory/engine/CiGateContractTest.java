package io.jenkins.plugins.openfactory.engine;

import static io.jenkins.plugins.openfactory.engine.Script.file;
import static io.jenkins.plugins.openfactory.engine.Script.replace;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.git.RealGit;
import io.jenkins.plugins.openfactory.journal.Journal;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of stage 6: what a red check means, and what may be done about it. */
class CiGateContractTest extends Contract {
    /** Passes on the base; the farewell has to be a long one. */
    private static final String STRICT =
            "ci:\n\t@test ! -e farewell.txt || grep -q 'bye for now' farewell.txt || { echo too short; false; }\n";

    @Test
    void shouldMendACheckThatThePatchBroke() {
        ci(STRICT);
        workshop.script()
                .reply(
                        "ci-fix-1.md",
                        replace("farewell.txt", "bye", "bye for now") + "\nDecision: the farewell is not for ever.\n");

        RunRow row = workshop.run(settings());

        done(row);
        assertThat(comments(row))
                .anySatisfy(comment -> assertThat(comment)
                        .contains("Decision of the mend of a failed check: the farewell is not for ever."));
        String head = workshop.pushed().get(0).split(" ")[1];
        assertThat(workshop.file(row.runId(), head, "farewell.txt")).isEqualTo("bye for now\n");
        JsonNode check = checks(row).get(0);
        assertThat(check.path("headSha").asText()).isEqualTo(head);
        assertThat(check.path("verdict").asText()).isEqualTo("success");
        assertThat(workshop.artifacts(row.runId()))
                .contains(
                        "CI_EVIDENCE/round-1.json",
                        "CI_EVIDENCE/round-1-tests.log",
                        "CI_EVIDENCE/fix-1.diff",
                        "CI_EVIDENCE/final.json");
        assertThat(workshop.artifact(row.runId(), "CI_EVIDENCE/round-1-evidence.txt"))
                .contains("too short");
    }

    @Test
    void shouldGiveUpWhenTheFixesAreUsedUp() {
        ci(STRICT);
        workshop.script()
                .reply("ci-fix-1.md", replace("farewell.txt", "bye", "bye for"))
                .reply("ci-fix-2.md", replace("farewell.txt", "bye", "bye, bye"));

        RunRow row = workshop.run(settings());

        ciFailed(row, "fixes_exhausted", "tests", "make ci");
        assertThat(workshop.pushed().get(0)).doesNotEndWith(" " + base(row));
        assertThat(workshop.store().exchanges(row.runId()))
                .filteredOn(exchange -> exchange.purpose().equals("ci-fix"))
                .hasSize(2);
        assertThat(checks(row).get(0).path("verdict").asText()).isEqualTo("caused_by_patch");
    }

    @Test
    void shouldSpendNoFixWhereNoneIsAllowed() {
        ci(STRICT);

        RunRow row = workshop.run(settings().put("ciFixes", 0));

        ciFailed(row, "fixes_exhausted", "tests");
        assertThat(workshop.store().exchanges(row.runId()))
                .noneMatch(exchange -> exchange.purpose().equals("ci-fix"));
    }

    @Test
    void shouldGoOnAfterTheFixesWereUsedUp() {
        ci(STRICT);
        RunRow red = workshop.run(settings().put("ciFixes", 1));
        assertThat(red.errorCode()).contains("model_not_recorded");
        workshop.script().reply("ci-fix-1.md", file("farewell.txt", "bye, bye"));
        ciFailed(workshop.proceed(red.runId()), "fixes_exhausted", "tests");

        workshop.script().reply("ci-fix-1.md", file("farewell.txt", "bye for now"));
        done(workshop.proceed(red.runId()));
    }

    @Test
    void shouldNotSpendAFixOnWhatFailsOnTheBaseAsWell() {
        ci("ci:\n\tgrep -q nowhere greeting.txt\n");

        RunRow row = workshop.run(settings());

        ciFailed(row, "pre_existing", "tests", "base");
        assertThat(workshop.store().exchanges(row.runId()))
                .noneMatch(exchange -> exchange.purpose().equals("ci-fix"));
        assertThat(checks(row).get(0).path("verdict").asText()).isEqualTo("pre_existing");
    }

    @Test
    void shouldRunAFlakyCheckAgain() {
        workshop.script().farewell();
        failingChecks(1);

        RunRow row = workshop.run();

        done(row);
        assertThat(workshop.artifact(row.runId(), "CI_EVIDENCE/round-1.json")).contains("flaky");
        assertThat(workshop.store().exchanges(row.runId()))
                .noneMatch(exchange -> exchange.purpose().equals("ci-fix"));
    }

    @Test
    void shouldGiveUpOnACheckThatIsAlwaysFlaky() {
        workshop.script().farewell();
        failingChecks(99);

        RunRow row = workshop.run(workshop.settings().put("ciFixes", 0));

        ciFailed(row, "flaky", "tests");
    }

    @Test
    void shouldNameACheckThatIsNeverCreated() {
        workshop.script().farewell();
        workshop.forge(real -> Wrapped.of(Forge.class, real, "checks", (arguments, outcome) -> List.of()));

        RunRow row = workshop.run(workshop.settings().put("ciWaitSeconds", 1));

        ciFailed(row, "never_created", "tests", "never created");
    }

    @ParameterizedTest
    @CsvSource({
        "SKIPPED,skipped,tested nothing",
        "NEUTRAL,neutral,tested nothing",
        "CANCELLED,infrastructure,cancelled",
        "TIMED_OUT,infrastructure,timed_out",
        "STALE,infrastructure,stale",
        "ACTION_REQUIRED,infrastructure,action_required",
        "STARTUP_FAILURE,infrastructure,startup_failure"
    })
    void shouldCallNothingGreenButSuccess(Forge.Conclusion conclusion, String code, String word) {
        workshop.script().farewell();
        workshop.forge(real -> Wrapped.of(
                Forge.class,
                real,
                "checks",
                (arguments, outcome) -> changed(outcome, Forge.Status.COMPLETED, Optional.of(conclusion))));

        ciFailed(workshop.run(), code, "tests", word);
    }

    @Test
    void shouldNotCallASuccessOfAnotherHeadGreen() {
        workshop.script().farewell();
        workshop.forge(real -> Wrapped.of(
                Forge.class,
                real,
                "pullRequest",
                (arguments, outcome) -> moved((Forge.PullRequest) outcome, "1".repeat(40), true)));

        ciFailed(workshop.run(), "head_moved", "1".repeat(40));
    }

    @Test
    void shouldNotCallAClosedPullRequestGreen() {
        workshop.script().farewell();
        workshop.forge(real -> Wrapped.of(
                Forge.class,
                real,
                "pullRequest",
                (arguments, outcome) ->
                        moved((Forge.PullRequest) outcome, ((Forge.PullRequest) outcome).headSha(), false)));

        ciFailed(workshop.run(), "pull_request_closed", "closed");
    }

    @Test
    void shouldNameACheckThatDoesNotEndInTime() {
        workshop.script().farewell();
        workshop.forge(real -> Wrapped.of(
                Forge.class,
                real,
                "checks",
                (arguments, outcome) -> changed(outcome, Forge.Status.IN_PROGRESS, Optional.empty())));

        RunRow row = workshop.run(workshop.settings().put("ciWaitSeconds", 1));

        ciFailed(row, "infrastructure", "tests", "wait_timeout");
    }

    @Test
    void shouldWaitForEveryRequiredCheck() {
        workshop.source(
                "greeting.txt",
                "hello\n",
                "Makefile",
                "test:\n\ttrue\nlint:\n\t@test ! -e farewell.txt || { echo no farewells; false; }\n");
        workshop.script().farewell();
        ObjectNode settings = workshop.settings().put("ciFixes", 0);
        settings.putArray("requiredChecks").add("tests").add("lint");
        settings.putObject("checks").putArray("lint").addArray().add("make").add("lint");

        RunRow row = workshop.run(settings);

        ciFailed(row, "fixes_exhausted", "lint");
        assertThat(checks(row)).hasSize(2);
    }

    @Test
    void shouldRefuseAFixOutsideTheTicketsFiles() {
        ci(STRICT);
        for (int i = 1; i <= 3; i++) {
            workshop.script().reply("ci-fix-" + i + ".md", file("other.txt", "bye for now " + i));
        }

        ciFailed(workshop.run(settings().put("ciFixes", 1)), "fixes_exhausted", "other.txt");
    }

    @Test
    void shouldRefuseAFixThatBreaksAGate() {
        workshop.source(
                "greeting.txt",
                "hello\n",
                "Makefile",
                "test:\n\t@test ! -e farewell.txt || test $$(wc -c < farewell.txt) -lt 8\n" + STRICT);
        workshop.script().farewell();
        workshop.script().reply("ci-fix-1.md", replace("farewell.txt", "bye", "bye for now"));

        ciFailed(workshop.run(settings().put("ciFixes", 1)), "fixes_exhausted", "make test");
    }

    @Test
    void shouldOpenOnePullRequestWhateverComes() {
        ci(STRICT);
        RunRow red = workshop.run(settings().put("ciFixes", 0));
        assertThat(red.state()).isEqualTo(JobState.CI_FAILED);
        workshop.proceed(red.runId());
        RunRow again = workshop.proceed(red.runId());

        assertThat(workshop.store()
                        .stages(red.runId())
                        .get(StageId.PR_CI_GATE.number())
                        .attempts())
                .isEqualTo(3);
        assertThat(Json.read(workshop.store()
                                .document(again.runId(), "pull_request")
                                .orElseThrow())
                        .path("number")
                        .asInt())
                .isEqualTo(1);
        assertThat(workshop.pushed()).hasSize(1);
    }

    @Test
    void shouldNotBelieveARecordedGreenAfterAPush() {
        workshop.script().farewell();
        String runId = workshop.create(workshop.settings());
        stopAt("pr_ci_gate.1/-/observe/checks-1", runId);

        push(runId);

        ciFailed(workshop.proceed(runId), "head_moved", "Somebody pushed");
    }

    @Test
    void shouldNotCallARunDoneAfterAPushDuringTheRelease() {
        workshop.script().farewell();
        String runId = workshop.create(workshop.settings());
        stopAt("release_artifacts.1/-/observe/release-evidence", runId);

        push(runId);

        ciFailed(workshop.proceed(runId), "head_moved", "Somebody pushed");
        assertThat(workshop.artifact(runId, "CI_EVIDENCE/voided.json")).contains("head_moved");
        assertThat(checks(workshop.store().run(runId).orElseThrow())
                        .get(0)
                        .path("verdict")
                        .asText())
                .isEqualTo("head_moved");
        assertThat(workshop.proceed(runId).errorCode()).contains("push_refused");
    }

    @Test
    void shouldLookAtTheHeadRightBeforeDone() {
        workshop.script().farewell();
        String runId = workshop.create(workshop.settings());
        workshop.probe((point, key) -> {
            if (key.endsWith("/artifact/manifest.json") && point == Journal.Probe.Point.AFTER_OUTCOME) {
                push(runId);
            }
        });

        ciFailed(workshop.proceed(runId), "head_moved", "Somebody pushed");
    }

    @Test
    void shouldShowThatItWaitsForChecks() {
        workshop.script().farewell();
        List<JobState> states = new ArrayList<>();
        workshop.listener(event -> {
            if (event.text().startsWith("waiting: The required checks (tests) run on ")) {
                states.add(workshop.store().run(event.runId()).orElseThrow().state());
            }
        });

        done(workshop.run());
        assertThat(states).containsExactly(JobState.WAITING);
    }

    /** Ends the process' work right after an effect, as a restart does. */
    private void stopAt(String key, String runId) {
        CancelToken process = new CancelToken();
        workshop.probe((point, at) -> {
            if (at.equals(key) && point == Journal.Probe.Point.AFTER_OUTCOME) {
                process.suspend();
                process.throwIfCancelled();
            }
        });
        assertThat(workshop.proceed(runId, process).state()).isEqualTo(JobState.RUNNING);
        workshop.probe(Journal.Probe.NONE);
    }

    /** Somebody else pushes to the run's branch. */
    private void push(String runId) {
        Path hosted = workshop.hosted().get(0);
        String branch = "refs/heads/" + RunConfig.branch(runId);
        String commit = RealGit.git(hosted, "commit-tree", "-p", branch, "-m", "mine", branch + "^{tree}");
        RealGit.git(hosted, "update-ref", branch, commit.strip());
    }

    private void ci(String rule) {
        workshop.source("greeting.txt", "hello\n", "Makefile", "test:\n\tgrep -q hello greeting.txt\n" + rule);
        workshop.script().farewell();
    }

    private ObjectNode settings() {
        ObjectNode settings = workshop.settings();
        settings.putObject("checks").putArray("tests").addArray().add("make").add("ci");
        return settings;
    }

    private JsonNode checks(RunRow row) {
        return Json.read(workshop.store().document(row.runId(), "checks").orElseThrow());
    }

    private List<String> comments(RunRow row) {
        return workshop.hosted().stream()
                .map(hosted -> hosted.getFileName().toString().replace(".git", ""))
                .flatMap(repository -> workshop.store().forge().comments(repository, 1).stream())
                .toList();
    }

    private static String base(RunRow row) {
        return Json.read(row.config()).path("baseCommit").asText();
    }

    /** Completed checks in another state. */
    private static List<Forge.Check> changed(
            Object checks, Forge.Status status, Optional<Forge.Conclusion> conclusion) {
        List<Forge.Check> changed = new ArrayList<>();
        for (Object each : (List<?>) checks) {
            Forge.Check check = (Forge.Check) each;
            boolean completed = check.status() == Forge.Status.COMPLETED;
            changed.add(new Forge.Check(
                    check.id(),
                    check.name(),
                    check.app(),
                    check.headSha(),
                    completed ? status : check.status(),
                    completed ? conclusion : check.conclusion(),
                    check.url()));
        }
        return changed;
    }

    /** Lets the first commands that checks run fail, as on a machine with a bad day. */
    private void failingChecks(int times) {
        AtomicInteger left = new AtomicInteger(times);
        workshop.runner(real -> Wrapped.of(CommandRunner.class, real, "run", (arguments, outcome) -> {
            boolean check = ((CommandRequest) arguments[0]).proposedBy().equals("check");
            return check && left.getAndDecrement() > 0 ? unlucky((CommandResult) outcome) : outcome;
        }));
    }

    private static CommandResult unlucky(CommandResult r) {
        ObjectNode json = (ObjectNode) Json.tree(r);
        return Json.value(json.put("exitCode", 1).put("stdout", "not today\n"), CommandResult.class);
    }

    private static Forge.PullRequest moved(Forge.PullRequest pull, String head, boolean open) {
        return new Forge.PullRequest(
                pull.number(), pull.url(), pull.headBranch(), pull.baseBranch(), head, pull.draft(), open);
    }
}
