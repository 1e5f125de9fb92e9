package io.jenkins.plugins.openfactory.forge.github;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.forge.ForgeContract;
import io.jenkins.plugins.openfactory.git.Git;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.git.LocalGit;
import io.jenkins.plugins.openfactory.git.MemoryFolder;
import io.jenkins.plugins.openfactory.git.RealGit;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubForgeTest extends ForgeContract {
    @TempDir(factory = MemoryFolder.class)
    Path temp;

    private GitHubServer server;
    private String url;
    private Git.Source source;
    private GitRepository work;
    private GitHubForge forge;
    private String token = GitHubServer.TOKEN;
    private final List<Duration> pauses = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        Path folder = RealGit.repository(temp.resolve("seed"), "check.sh", "exit 0\n");
        RealGit.git(temp, "clone", "-q", "--bare", folder.toString(), "server.git");
        server = new GitHubServer(temp.resolve("server.git"));
        url = server.api();
        server.state.require("tests", GitHubState.ACTIONS);
        server.workflows = this::check;
        server.rerun = (run, kind) -> check(run.path("head_sha").asText());
        LocalGit git = RealGit.local(temp.resolve("config"));
        source = git.inspect(folder.toString(), Optional.empty());
        work = git.fetch(source.repository(), source.branch(), source.commit(), temp.resolve("run/repo.git"));
        forge = forge(Clock.systemUTC(), pauses::add);
    }

    private GitHubForge forge(Clock clock, java.util.function.Consumer<Duration> pause) {
        return new GitHubForge(
                GitHubSettings.of(Optional.of(url), "octo/demo", () -> token), clock, (duration, cancel) -> {
                    cancel.throwIfCancelled();
                    pause.accept(duration);
                    if (duration.compareTo(Duration.ofMinutes(1)) > 0) {
                        Pauses.real().pause(duration, cancel);
                    }
                });
    }

    /** The workflow: the required check ends as the commit's own file says. */
    private void check(String commit) {
        String script = RealGit.git(temp.resolve("server.git"), "show", commit + ":check.sh");
        String subject = RealGit.git(temp.resolve("server.git"), "log", "-1", "--format=%s", commit);
        ObjectNode run = server.state.run(commit, "tests", GitHubState.ACTIONS, "github-actions");
        server.state.complete(run, script.contains("exit 1") ? "failure" : "success", subject);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected Forge forge() {
        return forge;
    }

    @Override
    protected GitRepository work() {
        return work;
    }

    @Override
    protected String base() {
        return source.commit();
    }

    @Override
    protected Path hosted() {
        return temp.resolve("server.git");
    }

    @Override
    protected String defaultBranch() {
        return "main";
    }

    @Override
    protected String commit(String parent, boolean passing, String word) {
        String script = "echo '" + word + "'\nexit " + (passing ? 0 : 1) + "\n";
        return work.commit(
                parent, List.of(new FileChange.Modify("check.sh", script.getBytes(UTF_8))), RealGit.spec(word));
    }

    @Override
    protected List<String> comments(long pullRequest) {
        return server.state.comments.stream()
                .filter(comment -> comment.path("issue").asText().equals(pullRequest + ""))
                .map(comment -> comment.path("body").asText())
                .toList();
    }

    @Test
    void shouldReadRequiredChecksOfProtectionAndRulesets() {
        server.state.require("lint", -1L);
        server.state.rule("docs", 99L);
        server.state.rule("any", null);
        server.state.rule("tests", null);
        assertThat(forge.protection("main").required())
                .containsExactly(
                        new Forge.Required("tests", Optional.of("15368")),
                        new Forge.Required("lint", Optional.empty()),
                        new Forge.Required("docs", Optional.of("99")),
                        new Forge.Required("any", Optional.empty()));
    }

    @Test
    void shouldMatchARequiredCheckWithItsAppAlone() {
        open(commit(base(), true, "fine"));
        String head = server.state.head("openfactory/20260102-030405-abcdef").orElseThrow();
        server.state.complete(server.state.run(head, "other", 5, "impostor"), "success", "");
        List<Forge.Check> checks = forge.checks(head);
        Forge.Required actions = new Forge.Required("tests", Optional.of("15368"));
        assertThat(checks).filteredOn(actions::matches).hasSize(1);
        assertThat(checks)
                .filteredOn(new Forge.Required("other", Optional.of("15368"))::matches)
                .isEmpty();
        assertThat(checks)
                .filteredOn(new Forge.Required("other", Optional.empty())::matches)
                .hasSize(1);
    }

    @Test
    void shouldCountTheNewestStatusOfAContext() {
        String head = commit(base(), true, "fine");
        open(head);
        server.state.status(head, "legacy", "failure", "ann");
        server.state.status(head, "legacy", "success", "status-app[bot]");
        server.state.status(head, "running", "pending", "ann");
        List<Forge.Check> found = forge.checks(head);
        assertThat(found)
                .filteredOn(check -> check.name().equals("legacy"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.conclusion()).contains(Forge.Conclusion.SUCCESS);
                    assertThat(check.app()).isEqualTo("status-app#77");
                    assertThat(forge.evidence(check).summary()).isEqualTo("it is success");
                });
        assertThat(found)
                .filteredOn(check -> check.name().equals("running"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.status()).isEqualTo(Forge.Status.IN_PROGRESS);
                    assertThat(check.app()).isEqualTo("ann");
                });
    }

    @Test
    void shouldKnowEveryStateOfACheckRun() {
        String head = commit(base(), true, "fine");
        open(head);
        for (Forge.Conclusion conclusion : Forge.Conclusion.values()) {
            server.state.complete(server.state.run(head, "c-" + conclusion.id(), 5, "x"), conclusion.id(), "");
        }
        server.state.complete(server.state.run(head, "unheard-of", 5, "x"), "splendid", "");
        for (String status : List.of("queued", "in_progress", "waiting", "pending", "requested")) {
            server.state.run(head, "s-" + status, 5, "x").put("status", status);
        }
        for (Forge.Check check : forge.checks(head)) {
            if (check.name().startsWith("c-")) {
                assertThat(check.conclusion().orElseThrow().id())
                        .isEqualTo(check.name().substring(2));
            }
            if (check.name().startsWith("s-")) {
                assertThat(check.status()).isNotEqualTo(Forge.Status.COMPLETED);
            }
            if (check.name().equals("unheard-of")) {
                assertThat(check.conclusion()).contains(Forge.Conclusion.STARTUP_FAILURE);
            }
        }
    }

    @Test
    void shouldReadEveryPage() {
        String head = commit(base(), true, "fine");
        open(head);
        for (int i = 0; i < 250; i++) {
            server.state.run(head, "check-" + i, 5, "x");
        }
        assertThat(forge.checks(head)).hasSize(251);
    }

    @Test
    void shouldFindTheOldestOpenPullRequestOfABranch() {
        Forge.PullRequest first = open(commit(base(), true, "fine"));
        server.state.pulls.get(0).put("state", "closed");
        Forge.PullRequest second = forge.open(new Forge.Draft(first.headBranch(), "main", "Title", "Body"));
        server.state.pulls.add(server.state.pulls.get(1).deepCopy().put("number", 3));
        assertThat(second.number()).isEqualTo(2);
        assertThat(forge.find(first.headBranch(), "main")).contains(second);
    }

    @Test
    void shouldTakeThePullRequestThatIsThereAlready() {
        Forge.PullRequest first = open(commit(base(), true, "fine"));
        assertThat(forge.open(new Forge.Draft(first.headBranch(), "main", "Other", "Body")))
                .isEqualTo(first);
        assertThat(server.state.pulls).hasSize(1);
    }

    @Test
    void shouldRefuseAPushToWhatARuleOrAProtectionCovers() {
        String commit = commit(base(), true, "fine");
        server.state.rule("tests", null);
        server.state.ruled.add("openfactory/ruled");
        server.state.point("release/1", base());
        server.state.guarded.add("release/1");
        for (String name : List.of("openfactory/ruled", "release/1", "Release/1", "RELEASE/1")) {
            assertFault(() -> forge.push(work.gitDir(), commit, name, Optional.of(base())), "push_refused", name);
        }
        assertThat(server.requests).noneMatch(line -> line.startsWith("PUSH"));
        forge.push(work.gitDir(), commit, "release/2", Optional.empty());
        assertThat(server.state.head("release/2")).contains(commit);
    }

    @Test
    void shouldShowLogAndAnnotationsOfAJob() {
        String head = commit(base(), false, "broken");
        open(head);
        ObjectNode run = server.state.runs.get(0);
        ((ObjectNode) run.path("output")).put("annotations_count", 1);
        server.state.annotations.add(io.jenkins.plugins.openfactory.json.Json.object()
                .put("path", "src/A.java")
                .put("start_line", 7)
                .put("annotation_level", "failure")
                .put("message", "a semicolon is missing"));
        Forge.Evidence evidence = forge.evidence(forge.checks(head).get(0));
        assertThat(evidence.log())
                .contains(
                        "broken", "src/A.java:7: failure: a semicolon is missing", "the log of job " + run.path("id"));
    }

    /** {@code -Dopenfactory.polls=10000} polls more often. */
    @Test
    void shouldPollWithoutCost() {
        int polls = Integer.getInteger("openfactory.polls", 500);
        String head = commit(base(), true, "fine");
        Forge.PullRequest pull = open(head);
        forge.checks(head);
        forge.pullRequest(pull.number());
        int charged = server.charged.get();
        int kept = forge.kept();
        long before = used();
        for (int i = 0; i < polls; i++) {
            forge.checks(head);
            forge.pullRequest(pull.number());
        }
        server.requests.clear();
        assertThat(used() - before).isLessThan(16L << 20);
        assertThat(server.charged.get()).isEqualTo(charged);
        assertThat(forge.kept()).isEqualTo(kept);
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void shouldSurviveAnOutageOfTwoMinutes() {
        Forge.PullRequest pull = open(commit(base(), true, "fine"));
        long[] down = {0};
        forge = forge(Clock.systemUTC(), pause -> down[0] += pause.toSeconds());
        server.interruption = (request, response) -> {
            if (down[0] < 120) {
                response.sendError(502);
                return true;
            }
            return false;
        };
        assertThat(forge.pullRequest(pull.number())).isEqualTo(pull);
        assertThat(down[0]).isBetween(120L, 180L);
    }

    @Test
    void shouldWaitAsLongAsASecondaryLimitAsks() {
        AtomicInteger asked = new AtomicInteger();
        server.interruption = (request, response) -> {
            if (asked.getAndIncrement() > 0) {
                return false;
            }
            response.setHeader("Retry-After", "37");
            response.setStatus(403);
            response.getOutputStream()
                    .write("{\"message\":\"You have exceeded a secondary rate limit\"}".getBytes(UTF_8));
            return true;
        };
        assertThat(forge.authenticate()).contains("ann");
        assertThat(pauses).containsExactly(Duration.ofSeconds(37));
    }

    @Test
    void shouldLeaveGitHubAloneUntilThePrimaryLimitIsReset() {
        server.limit = 0;
        forge = forge(Clock.fixed(Instant.ofEpochSecond(1900000000L - 3600), ZoneOffset.UTC), pauses::add);
        assertThatThrownBy(() -> forge.authenticate())
                .isInstanceOfSatisfying(
                        WorldFault.class, fault -> assertThat(fault.code()).isEqualTo("rate_limited"))
                .hasMessageContaining("2030-03-17T17:46:41Z");
        int asked = server.requests.size();
        assertThatThrownBy(() -> forge.authenticate()).hasMessageContaining("rate limit");
        assertThat(server.requests).hasSize(asked);
        assertThat(pauses).isEmpty();
    }

    @Test
    void shouldNameWhatIsWrong() {
        token = "ghp_" + "w".repeat(36);
        assertFault(() -> forge.authenticate(), "forge_unauthorized", "401", server.api(), "octo/demo", "token");
        token = GitHubServer.TOKEN;
        GitHubForge elsewhere = new GitHubForge(
                GitHubSettings.of(Optional.of(server.api()), "octo/none", () -> token), Clock.systemUTC());
        assertFault(elsewhere::authenticate, "not_found", "404", "octo/none", "check the repository's name");
        server.close();
        long[] waited = {0};
        forge = forge(Clock.systemUTC(), pause -> waited[0] += pause.toSeconds());
        assertFault(() -> forge.authenticate(), "forge_down", url, "octo/demo", "go on");
        assertThat(waited[0]).isBetween(120L, 180L);
    }

    @Test
    void shouldRefuseAUrlThatShowsTheToken() {
        assertThatThrownBy(() -> GitHubSettings.of(Optional.of("http://8.8.8.8/api/v3"), "a/b", () -> token))
                .hasMessageContaining("use https");
        assertThatThrownBy(() -> GitHubSettings.of(Optional.empty(), "a/b/c", () -> token))
                .hasMessageContaining("OWNER/NAME");
        GitHubSettings settings = GitHubSettings.of(Optional.empty(), "a/b", () -> token);
        assertThat(settings.cloneUrl(Optional.of("https://evil.example/a/b.git")))
                .isEqualTo("https://github.com/a/b.git");
    }

    private static void assertFault(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code, String... words) {
        assertThatThrownBy(call).isInstanceOfSatisfying(WorldFault.class, fault -> {
            assertThat(fault.code()).isEqualTo(code);
            assertThat(fault.getMessage())
                    .contains(words)
                    .doesNotContain("ghp_")
                    .endsWith(".");
        });
    }
}
