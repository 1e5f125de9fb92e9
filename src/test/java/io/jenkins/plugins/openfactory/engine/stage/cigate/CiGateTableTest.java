package io.jenkins.plugins.openfactory.engine.stage.cigate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.Contract;
import io.jenkins.plugins.openfactory.forge.github.GitHubState;
import io.jenkins.plugins.openfactory.git.MemoryFolder;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the gate's table, and what may come between, on a GitHub server in simulated time. */
class CiGateTableTest {
    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir(factory = MemoryFolder.class)
    static Path folder;

    private static GateBench good;
    private static GateBench strict;

    private GateBench bench;
    /** The commits that workflows began on, and how their runs of the check end, one after the other. */
    private final List<String> begun = new ArrayList<>();

    private final Deque<String> conclusions = new ArrayDeque<>();

    @BeforeAll
    static void open() throws IOException {
        good = new GateBench(folder.resolve("good"), GateBench.GOOD);
        strict = new GateBench(folder.resolve("strict"), GateBench.STRICT);
    }

    @AfterAll
    static void close() {
        good.close();
        strict.close();
    }

    @BeforeEach
    void begin() {
        use(good);
    }

    private void use(GateBench wanted) {
        bench = wanted.reset();
        bench.server.state.require("tests", GitHubState.ACTIONS);
        bench.server.workflows = this::begin;
        bench.server.rerun = (run, kind) -> begin(run.path("head_sha").asText());
    }

    /** A workflow that takes a while and ends as the next word says; the last word stays. */
    private void begin(String commit) {
        begun.add(commit);
        ObjectNode run = check(commit, "tests", GitHubState.ACTIONS);
        String word = conclusions.size() > 1 ? conclusions.poll() : conclusions.peek();
        bench.time.in(Duration.ofSeconds(10), () -> run.put("status", "in_progress"));
        if (word != null) {
            bench.time.in(SOON, () -> bench.server.state.complete(run, word, "it ended as " + word));
        }
    }

    private ObjectNode check(String commit, String name, long app) {
        return bench.server.state.run(commit, name, app, app == GitHubState.ACTIONS ? "github-actions" : "app" + app);
    }

    private void ended(RunRow row, JobState state, String code, String... words) {
        assertThat(row.errorCode()).as(row.errorText().orElse("no error")).contains(code);
        assertThat(row.state()).isEqualTo(state);
        Contract.clear(row.errorText().orElseThrow());
        assertThat(row.errorText().orElseThrow()).contains(words);
        assertThat(bench.server.state.pulls).allMatch(pull -> pull.path("draft").asBoolean());
    }

    private void ciFailed(RunRow row, String code, String... words) {
        ended(row, JobState.CI_FAILED, code, words);
        assertThat(bench.checks(row.runId()).get(0).path("conclusion").asText()).isNotEqualTo("success");
        assertThat(bench.fixes(row.runId())).isZero();
    }

    private void done(RunRow row) {
        assertThat(row.errorText()).isEmpty();
        assertThat(row.state()).isEqualTo(JobState.DONE);
        assertThat(bench.checks(row.runId()).get(0).path("conclusion").asText()).isEqualTo("success");
        assertThat(bench.artifact(row.runId(), "CI_EVIDENCE/final.json")).contains("\"success\"");
    }

    @Test
    void shouldBeDoneWhenTheCheckSucceeded() {
        conclusions.add("success");
        RunRow row = bench.go();
        done(row);
        assertThat(begun).containsExactly(bench.head);
        assertThat(bench.server.state.pulls).singleElement().satisfies(pull -> {
            assertThat(pull.path("draft").asBoolean()).isTrue();
            assertThat(pull.path("title").asText()).isEqualTo("A farewell");
        });
        assertThat(bench.time.since()).isBetween(SOON, Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"skipped", "neutral"})
    void shouldNotTakeForSuccessWhatTestedNothing(String word) {
        conclusions.add(word);
        ciFailed(bench.go(), word, "tests", "tested nothing");
        assertThat(begun).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cancelled",
                "timed_out",
                "startup_failure",
                "action_required",
                "stale",
                "splendid",
                "SUCCESS",
                "\u017fuccess"
            })
    void shouldRunOnceMoreWhatInfrastructureBroke(String word) {
        conclusions.addAll(List.of(word, "success"));
        done(bench.go());
        assertThat(begun).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancelled", "timed_out", "startup_failure", "action_required", "stale", "splendid"})
    void shouldRunItOnceMoreAndNotTwice(String word) {
        conclusions.add(word);
        RunRow row = bench.go();
        ciFailed(row, "infrastructure", "tests", "once more", word.equals("splendid") ? "startup_failure" : word);
        assertThat(begun).hasSize(2);
        assertThat(bench.artifacts(row.runId()))
                .contains(
                        "CI_EVIDENCE/round-1-seen.json",
                        "CI_EVIDENCE/round-1-seen-tests.log",
                        "CI_EVIDENCE/round-1.json",
                        "CI_EVIDENCE/round-1-tests.log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"queued", "in_progress", "waiting", "pending", "requested", "unheard_of"})
    void shouldWaitForWhatStillRuns(String status) {
        bench.server.workflows = commit -> {
            ObjectNode run = check(commit, "tests", GitHubState.ACTIONS).put("status", status);
            bench.time.in(Duration.ofMinutes(20), () -> bench.server.state.complete(run, "success", ""));
        };
        done(bench.go());
        assertThat(bench.time.since()).isBetween(Duration.ofMinutes(20), Duration.ofMinutes(22));
    }

    @Test
    void shouldEndWhenACheckDoesNot() {
        RunRow row = bench.go();
        ciFailed(row, "infrastructure", "tests", "wait_timeout", "1800 seconds");
        assertThat(bench.time.since()).isBetween(Duration.ofMinutes(30), Duration.ofMinutes(33));
        assertThat(bench.asked("POST", "rerun")).isEmpty();
    }

    @Test
    void shouldNotTakeAnEndWithoutConclusionForAnEnd() {
        bench.server.workflows =
                commit -> check(commit, "tests", GitHubState.ACTIONS).put("status", "completed");
        ciFailed(bench.go(), "infrastructure", "wait_timeout");
    }

    @Test
    void shouldNameACheckThatNeverAppears() {
        bench.server.workflows = commit -> {};
        ciFailed(bench.go(), "never_created", "tests", "approval", "path filters", "bot");
        assertThat(bench.time.since()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(7));
    }

    @Test
    void shouldWaitForACheckThatAppearsLate() {
        bench.server.workflows = commit -> bench.time.in(Duration.ofMinutes(4), () -> begin(commit));
        conclusions.add("success");
        done(bench.go());
    }

    @Test
    void shouldNotTakeTheRightNameFromTheWrongApp() {
        bench.server.workflows = commit -> {
            bench.server.state.complete(check(commit, "tests", 5), "success", "");
            bench.server.state.status(commit, "tests", "success", "15368");
            bench.server.state.status(commit, "tests", "success", "status-app[bot]");
        };
        ciFailed(bench.go(), "never_created", "tests", "must come from app 15368", "app5#5", "status-app#77");
    }

    @Test
    void shouldTakeAnyAppWhereNoneIsNamed() {
        bench.server.state.required.removeAll();
        bench.server.state.require("tests", null);
        bench.server.workflows = commit -> bench.server.state.complete(check(commit, "tests", 5), "success", "");
        done(bench.go());
    }

    @Test
    void shouldWantEverySuccessOfOneName() {
        bench.server.workflows = commit -> {
            bench.server.state.complete(check(commit, "tests", GitHubState.ACTIONS), "success", "");
            ObjectNode other = check(commit, "tests", GitHubState.ACTIONS);
            other.putObject("check_suite").put("id", 7);
            bench.time.in(SOON, () -> bench.server.state.complete(other, "neutral", ""));
        };
        ciFailed(bench.go(), "neutral", "tests");
    }

    @Test
    void shouldWantEveryJobOfAMatrixThatIsNamed() {
        bench.server.state.required.removeAll();
        bench.server.state.require("tests (17)", GitHubState.ACTIONS);
        bench.server.state.rule("tests (21)", GitHubState.ACTIONS);
        bench.server.workflows = commit -> {
            bench.server.state.complete(check(commit, "tests (17)", GitHubState.ACTIONS), "success", "");
            ObjectNode later = check(commit, "tests (21)", GitHubState.ACTIONS);
            bench.time.in(SOON, () -> bench.server.state.complete(later, "success", ""));
        };
        String run = bench.run(settings -> {
            settings.putArray("requiredChecks");
            return settings;
        });
        done(bench.go(run));
        assertThat(bench.time.since()).isGreaterThan(SOON);
    }

    @Test
    void shouldNameTheJobsOfAMatrixThatAreThereInstead() {
        bench.server.workflows = commit -> List.of("tests (17)", "tests (21)")
                .forEach(name -> bench.server.state.complete(check(commit, name, GitHubState.ACTIONS), "success", ""));
        ciFailed(bench.go(), "never_created", "only tests (17), tests (21)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge_queue", "required_deployments", "pull_request", "code_scanning", "unheard_of"})
    void shouldNotMindOtherRulesOfTheBase(String rule) {
        conclusions.add("success");
        bench.server.state.rule("tests", GitHubState.ACTIONS);
        bench.server.state.rule(rule).putObject("parameters").put("strict_required_status_checks_policy", true);
        done(bench.go());
    }

    @Test
    void shouldWaitForAWorkflowThatARulesetRequires() {
        conclusions.add("success");
        bench.server
                .state
                .rule("workflows")
                .putObject("parameters")
                .putArray("workflows")
                .addObject()
                .put("path", ".github/workflows/ci.yml");
        bench.server.workflows = commit -> {
            begin(commit);
            ObjectNode run = bench.server.state.workflowRun(commit, ".github/workflows/ci.yml");
            bench.time.in(
                    Duration.ofMinutes(3), () -> run.put("status", "completed").put("conclusion", "neutral"));
        };
        ended(bench.go(), JobState.CI_FAILED, "neutral", "workflow .github/workflows/ci.yml");
        assertThat(bench.time.since()).isGreaterThan(Duration.ofMinutes(3));
    }

    @Test
    void shouldWantTheSameNameFromBothAppsThatAreNamed() {
        bench.server.state.rule("tests", 5L);
        bench.server.workflows = commit -> {
            bench.server.state.complete(check(commit, "tests", GitHubState.ACTIONS), "success", "one");
            bench.time.in(SOON, () -> bench.server.state.complete(check(commit, "tests", 5), "skipped", "the other"));
        };
        RunRow row = bench.go();
        ended(row, JobState.CI_FAILED, "skipped", "tests");
        assertThat(bench.checks(row.runId())).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"success", "failure", "error", "pending"})
    void shouldCountCommitStatuses(String word) {
        bench.server.state.required.removeAll();
        bench.server.state.require("tests", null);
        bench.server.workflows = commit -> {
            bench.server.state.status(commit, "tests", "pending", "ann");
            bench.time.in(SOON, () -> bench.server.state.status(commit, "tests", word, "ann"));
        };
        RunRow row = bench.go();
        switch (word) {
            case "success" -> done(row);
            case "failure" -> ciFailed(row, "flaky", "tests");
            case "error" -> ciFailed(row, "infrastructure", "tests", "startup_failure");
            default -> ciFailed(row, "infrastructure", "wait_timeout");
        }
    }

    @Test
    void shouldVoidWhatWasGreenOnAnotherHead() {
        conclusions.add("success");
        String run = bench.run();
        bench.time.at(Duration.ofSeconds(20), () -> bench.server.state.push(GateBench.branch(run), "mine"));
        ciFailed(bench.go(run), "head_moved", "Somebody pushed", bench.head);
    }

    @Test
    void shouldNotBelieveAClosedPullRequest() {
        conclusions.add("success");
        bench.time.at(
                Duration.ofSeconds(20), () -> bench.server.state.pulls.get(0).put("state", "closed"));
        ciFailed(bench.go(), "pull_request_closed", "closed");
    }

    @Test
    void shouldTakeTheOldestOpenOneOfTwoPullRequests() {
        conclusions.add("success");
        String run = bench.run();
        bench.wrap = real -> Moments.before(real, "find", () -> twice(run));
        done(bench.go(run));
        assertThat(bench.server.state.pulls).hasSize(2);
        assertThat(bench.documents(run)
                        .json("pull_request")
                        .orElseThrow()
                        .path("number")
                        .asInt())
                .isEqualTo(1);
    }

    private void twice(String run) {
        if (bench.server.state.pulls.isEmpty()) {
            bench.server.open(GateBench.branch(run), "main", true);
            bench.server.open(GateBench.branch(run), "main", true);
            begin(bench.head);
        }
    }

    @Test
    void shouldWaitForAHeadThatLags() {
        use(strict);
        bench.fix(1, "bye for now");
        bench.server.workflows = commit -> {
            ObjectNode run = check(commit, "tests", GitHubState.ACTIONS);
            boolean first = commit.equals(bench.head);
            if (!first) {
                bench.server.state.lagging = Optional.of(bench.head);
                bench.time.in(Duration.ofMinutes(3), () -> bench.server.state.lagging = Optional.empty());
            }
            bench.time.in(SOON, () -> bench.server.state.complete(run, first ? "failure" : "success", ""));
        };
        RunRow row = bench.go();
        done(row);
        assertThat(bench.fixes(row.runId())).isEqualTo(1);
    }

    /** A server whose pull requests show the head that they were opened with for ever, and a mend. */
    private RunRow neverShown(java.util.function.Consumer<String> afterTheMend) {
        use(strict);
        bench.fix(1, "bye for now");
        String run = bench.run();
        bench.server.workflows = commit -> {
            bench.server.state.lagging = Optional.of(bench.head);
            ObjectNode check = check(commit, "tests", GitHubState.ACTIONS);
            boolean first = commit.equals(bench.head);
            bench.time.in(SOON, () -> bench.server.state.complete(check, first ? "failure" : "success", ""));
            if (!first) {
                afterTheMend.accept(run);
            }
        };
        return bench.go(run);
    }

    @Test
    void shouldAskTheBranchWhereThePullRequestNeverShowsTheMend() {
        done(neverShown(run -> {}));
        assertThat(bench.time.since()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(8));
    }

    @Test
    void shouldNotBelieveABranchThatMovedWhereThePullRequestNeverShowsIt() {
        RunRow row =
                neverShown(run -> bench.time.in(SOON, () -> bench.server.state.push(GateBench.branch(run), "mine")));
        ended(row, JobState.CI_FAILED, "head_moved", "Somebody pushed");
    }

    @Test
    void shouldSurviveARefusedConnectionOfTwoMinutes() {
        conclusions.add("success");
        bench.time.at(Duration.ofSeconds(15), bench.server::down);
        bench.time.at(Duration.ofSeconds(135), bench.server::up);
        done(bench.go());
        assertThat(bench.server.state.pulls).hasSize(1);
    }

    @Test
    void shouldSurviveAnOutageOfTwentyMinutesInsideTheWait() {
        conclusions.add("success");
        bench.time.at(Duration.ofSeconds(15), bench.server::down);
        bench.time.at(Duration.ofMinutes(20), bench.server::up);
        done(bench.go());
        assertThat(bench.events).anyMatch(event -> event.text().startsWith("no answer: "));
    }

    @Test
    void shouldGoOnAfterAnOutageThatWasLongerThanTheWait() {
        conclusions.add("success");
        String run = bench.run();
        bench.time.at(Duration.ofSeconds(15), bench.server::down);
        ended(bench.go(run), JobState.FAILED, "forge_down", "go on");
        bench.server.up();
        done(bench.go(run));
        assertThat(bench.server.state.pulls).hasSize(1);
        assertThat(bench.asked("PUSH", "")).hasSize(1);
    }

    @Test
    void shouldNotClaimAnotherRunWhereItIsRefused() {
        conclusions.add("cancelled");
        bench.server.rerunRefused = true;
        ciFailed(bench.go(), "infrastructure", "cancelled");
        assertThat(begun).hasSize(1);
    }

    @Test
    void shouldWaitUntilTheWorkflowMayBeRunAgain() {
        conclusions.addAll(List.of("cancelled", "success"));
        int[] refused = {0};
        bench.server.interruption = (request, response) -> {
            boolean busy = request.getRequestURI().endsWith("/rerun") && refused[0]++ < 3;
            if (busy) {
                response.setStatus(403);
                response.getOutputStream().write("{\"message\":\"This workflow is already running\"}".getBytes());
            }
            return busy;
        };
        done(bench.go());
        assertThat(refused[0]).isEqualTo(4);
    }

    @Test
    void shouldWaitForThePrimaryLimit() {
        conclusions.add("success");
        limited("x-ratelimit-reset", (SimulatedTime.START.getEpochSecond() + 20 * 60) + "", "API rate limit exceeded");
        done(bench.go());
        assertThat(bench.time.since()).isBetween(Duration.ofMinutes(20), Duration.ofMinutes(24));
    }

    @Test
    void shouldWaitForTheSecondaryLimit() {
        conclusions.add("success");
        limited("Retry-After", "60", "You have exceeded a secondary rate limit");
        done(bench.go());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "99999999999999", "soon"})
    void shouldEndWhateverALimitSays(String after) {
        conclusions.add("success");
        bench.time.at(
                Duration.ofSeconds(20),
                () -> bench.server.interruption = (request, response) -> {
                    bench.time.pass(Duration.ofMillis(20));
                    response.setHeader("Retry-After", after);
                    response.setStatus(429);
                    return true;
                });
        ended(bench.go(), JobState.FAILED, "rate_limited", "go on");
    }

    /** Refuses everything from 15 seconds to 20 minutes after the start. */
    private void limited(String header, String value, String message) {
        bench.server.interruption = (request, response) -> {
            bench.time.pass(Duration.ofMillis(20));
            boolean now = bench.time.since().compareTo(Duration.ofSeconds(15)) > 0
                    && bench.time.since().compareTo(Duration.ofMinutes(20)) < 0;
            if (now) {
                response.setHeader(header, value);
                response.setHeader("x-ratelimit-remaining", "0");
                response.setStatus(403);
                response.getOutputStream().write(("{\"message\":\"" + message + "\"}").getBytes());
            }
            return now;
        };
    }

    @Test
    void shouldLookAgainWhereGreenIsOverAtTheLastLook() {
        conclusions.add("success");
        String run = bench.run();
        bench.probe = (point, key) -> {
            if (key.equals("pr_ci_gate.1/-/observe/checks-1") && point.name().equals("AFTER_OUTCOME")) {
                begin(bench.head);
            }
        };
        done(bench.go(run));
        assertThat(begun).hasSize(2);
    }

    @Test
    void shouldStopWhereTheChecksNeverSettle() {
        conclusions.add("success");
        bench.probe = (point, key) -> {
            if (key.contains("/observe/checks-") && point.name().equals("AFTER_OUTCOME")) {
                begin(bench.head);
            }
        };
        ended(bench.go(), JobState.CI_FAILED, "no_longer_green", "tests", "go on");
    }

    @Test
    void shouldPushNothingWhereNoCheckIsRequired() {
        bench.server.state.required.removeAll();
        ended(
                bench.go(bench.run(settings -> {
                    settings.putArray("requiredChecks");
                    return settings;
                })),
                JobState.CI_FAILED,
                "no_required_checks",
                "--required-check");
        assertThat(bench.asked("PUSH", "")).isEmpty();
    }
}
