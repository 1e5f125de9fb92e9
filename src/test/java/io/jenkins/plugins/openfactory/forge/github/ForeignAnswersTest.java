package io.jenkins.plugins.openfactory.forge.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.git.LocalGit;
import io.jenkins.plugins.openfactory.git.MemoryFolder;
import io.jenkins.plugins.openfactory.git.RealGit;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that GitHub itself gives seldom, and that other servers of its API give always. */
class ForeignAnswersTest {
    private static final String BRANCH = "openfactory/20260102-030405-abcdef";

    @TempDir(factory = MemoryFolder.class)
    static Path folder;

    private static GitHubServer server;
    private static GitRepository work;
    private static String base;
    private static String commit;
    private GitHubForge forge;

    @BeforeAll
    static void open() throws IOException {
        Path seed = RealGit.repository(folder.resolve("seed"), "a.txt", "a");
        RealGit.git(folder, "clone", "-q", "--bare", seed.toString(), "server.git");
        server = new GitHubServer(folder.resolve("server.git"));
        LocalGit git = RealGit.local(folder.resolve("config"));
        var source = git.inspect(seed.toString(), Optional.empty());
        base = source.commit();
        work = git.fetch(source.repository(), source.branch(), base, folder.resolve("repo.git"));
        byte[] text = "b".getBytes(StandardCharsets.UTF_8);
        commit = work.commit(base, List.of(new FileChange.Create("b.txt", text, false)), RealGit.spec("Add b"));
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @BeforeEach
    void reset() {
        server.reset();
        forge = new GitHubForge(
                GitHubSettings.of(Optional.of(server.api()), "octo/demo", () -> GitHubServer.TOKEN),
                Clock.systemUTC(),
                (duration, cancel) -> {});
    }

    private void push() {
        forge.push(work.gitDir(), commit, BRANCH, Optional.empty());
    }

    private Forge.PullRequest opened() {
        push();
        return forge.open(new Forge.Draft(BRANCH, "main", "Title", "Body"));
    }

    private void assertRefused() {
        assertThatThrownBy(this::push)
                .isInstanceOfSatisfying(
                        WorldFault.class, fault -> assertThat(fault.code()).isEqualTo("push_refused"));
        assertThat(server.state.head(BRANCH)).isEmpty();
    }

    @Test
    void shouldAskForTheProtectionWhereTheBranchDoesNotSayIt() {
        server.state.require("tests", 5L);
        server.interruption = (request, response) -> {
            String path = request.getRequestURI();
            boolean branch = path.endsWith("/branches/main");
            if (branch || path.endsWith("/branches/main/protection")) {
                ObjectNode answer = Json.object().put("name", "main").put("protected", true);
                ObjectNode checks = (branch ? answer.putObject("protection") : answer)
                        .putObject("required_status_checks")
                        .put("strict", true);
                if (branch) {
                    checks.put("enforcement_level", "off");
                } else {
                    checks.set("checks", server.state.required);
                }
                response.getOutputStream().write(Json.write(answer).getBytes(StandardCharsets.UTF_8));
            }
            return branch || path.endsWith("/protection");
        };
        assertThat(forge.protection("main").required()).containsExactly(new Forge.Required("tests", Optional.of("5")));
    }

    @Test
    void shouldNotCountAStatusOfAnotherCommit() {
        push();
        server.interruption = (request, response) -> {
            boolean asked = request.getRequestURI().endsWith("/statuses");
            if (asked) {
                ObjectNode elsewhere = Json.object()
                        .put("id", 1)
                        .put("url", "https://api.github.com/repos/octo/demo/statuses/" + base)
                        .put("context", "tests")
                        .put("state", "success");
                response.getOutputStream()
                        .write(Json.write(Json.array().add(elsewhere)).getBytes());
            }
            return asked;
        };
        assertThat(forge.checks(commit)).isEmpty();
    }

    @Test
    void shouldCountEachRunWhereIdsAreNoNumbers() {
        push();
        for (String end : List.of("success", "failure")) {
            ObjectNode run = server.state.run(commit, "tests", 5, "ci").put("id", "f47ac10b-" + end);
            server.state.complete(run, end, "");
        }
        assertThat(forge.checks(commit)).hasSize(2);
    }

    @Test
    void shouldReadNumbersThatAreWrittenAsTexts() {
        server.state.required.addObject().put("context", "tests").put("app_id", "5");
        server.state.required.addObject().put("context", "lint").put("app_id", "some-app");
        push();
        ObjectNode run = server.state.run(commit, "tests", 5, "ci");
        ((ObjectNode) run.path("app")).put("id", "5");
        Forge.Required tests = new Forge.Required("tests", Optional.of("5"));
        assertThat(forge.protection("main").required())
                .containsExactly(tests, new Forge.Required("lint", Optional.of("some-app")));
        assertThat(forge.checks(commit)).singleElement().matches(tests::matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"commit_message_pattern", "required_signatures", "max_file_size", "branch_name_pattern"})
    void shouldPushWhereARulesetIsAboutCommitsAlone(String rule) {
        server.state.rule(rule);
        server.state.ruled.add(BRANCH);
        push();
        assertThat(server.state.head(BRANCH)).contains(commit);
        assertThat(forge.protection(BRANCH).isProtected()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deletion", "non_fast_forward", "pull_request", "update", "creation", "unheard_of"})
    void shouldNotPushWhereARulesetClosesABranch(String rule) {
        server.state.rule("commit_message_pattern");
        server.state.rule(rule);
        server.state.ruled.add(BRANCH);
        assertRefused();
    }

    @ParameterizedTest
    @CsvSource({
        "openfactory/*, true",
        "openfactory/**, true",
        "**/*, true",
        "OpenFactory/2026*, true",
        "openfactory/[0-9]*, true",
        "*, false",
        "openfactory, false",
        "release/*, false",
        "openfactory/x*, false"
    })
    void shouldNotPushWhereAPatternCoversABranchThatIsNotThereYet(String pattern, boolean covers) {
        server.state.patterns.add(pattern);
        if (covers) {
            assertRefused();
        } else {
            push();
            assertThat(server.state.head(BRANCH)).contains(commit);
        }
    }

    @Test
    void shouldPushWhereAServerDoesNotTellItsPatterns() {
        server.missing.add("/graphql");
        push();
        assertThat(server.state.head(BRANCH)).contains(commit);
    }

    @Test
    void shouldNotTakeTheBranchThatAnotherWasRenamedTo() {
        server.interruption = (request, response) -> {
            boolean old = request.getRequestURI().endsWith("/branches/master");
            if (old) {
                response.sendRedirect(server.api() + "/repos/octo/demo/branches/main");
            }
            return old;
        };
        assertThat(forge.head("main")).contains(base);
        assertThat(forge.head("master")).isEmpty();
    }

    @Test
    void shouldFindABranchWithASlashWhereItIsNoResource() {
        server.missing.add(".*/branches/openfactory.*");
        assertThat(forge.head(BRANCH)).isEmpty();
        push();
        assertThat(forge.head(BRANCH)).contains(commit);
    }

    @Test
    void shouldNotJudgeAnInstalledAppByThePermissionsOfAPerson() {
        server.pushes = false;
        assertThatThrownBy(forge::authenticate).hasMessageContaining("may not push");
        server.missing.add("/user");
        assertThat(forge.authenticate()).contains("an installed app");
    }

    @Test
    void shouldOpenOnePullRequestWhereTheLibraryCanNotReadTheAnswer() {
        server.unreadable.add("/repos/octo/demo");
        assertThat(opened().number()).isEqualTo(1);
        server.reset();
        server.unreadable.add("/repos/octo/demo/pulls");
        assertThat(opened().number()).isEqualTo(1);
        assertThat(server.state.pulls).hasSize(1);
    }

    @Test
    void shouldNotTakeAPullRequestIntoAnotherBranch() {
        server.state.point("next", base);
        push();
        server.open(BRANCH, "next", false);
        assertThat(forge.find(BRANCH, "main")).isEmpty();
        assertThat(forge.open(new Forge.Draft(BRANCH, "main", "Title", "Body")).number())
                .isEqualTo(2);
    }

    @Test
    void shouldWantTheWorkflowsThatARulesetRequires() {
        server.state
                .rule("workflows")
                .putObject("parameters")
                .putArray("workflows")
                .addObject()
                .put("path", ".github/workflows/ci.yml")
                .put("repository_id", 7)
                .put("ref", "refs/heads/main");
        push();
        ObjectNode run = server.state.workflowRun(commit, "octo/rules/.github/workflows/ci.yml@refs/heads/main");
        Forge.Required wanted = forge.protection("main").required().get(0);
        assertThat(wanted.name()).isEqualTo("workflow .github/workflows/ci.yml");
        assertThat(forge.checks(commit)).singleElement().satisfies(check -> {
            assertThat(wanted.matches(check)).isTrue();
            assertThat(check.status()).isNotEqualTo(Forge.Status.COMPLETED);
        });
        run.put("status", "completed").put("conclusion", "failure");
        Forge.Check red = forge.checks(commit).get(0);
        assertThat(red.conclusion()).contains(Forge.Conclusion.FAILURE);
        assertThat(forge.evidence(red).log())
                .contains("build (17): failure", "the log of job 2")
                .doesNotContain("the log of job 1");
        forge.rerun(red);
        assertThat(forge.checks(commit).get(0).status()).isNotEqualTo(Forge.Status.COMPLETED);
        forge.rerun(red);
        run.put("status", "completed").put("conclusion", "success");
        assertThat(forge.checks(commit).get(0).id()).isNotEqualTo(red.id());
        assertThat(server.requests).filteredOn(line -> line.endsWith("/rerun")).hasSize(1);
    }
}
