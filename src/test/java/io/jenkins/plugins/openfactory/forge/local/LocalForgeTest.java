package io.jenkins.plugins.openfactory.forge.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.forge.ForgeContract;
import io.jenkins.plugins.openfactory.forge.ForgeRecords.CheckRow;
import io.jenkins.plugins.openfactory.forge.MemoryForgeRecords;
import io.jenkins.plugins.openfactory.git.Git;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.git.LocalGit;
import io.jenkins.plugins.openfactory.git.MemoryFolder;
import io.jenkins.plugins.openfactory.git.RealGit;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalForgeTest extends ForgeContract {
    @TempDir(factory = MemoryFolder.class)
    Path temp;

    private final MemoryForgeRecords records = new MemoryForgeRecords();
    private final ProcessRunner runner = new ProcessRunner();
    private LocalGit git;
    private Git.Source source;
    private GitRepository work;
    private LocalForge forge;

    @BeforeEach
    void start() throws IOException {
        Path folder = RealGit.repository(temp.resolve("demo"), "check.sh", "echo nothing to check\n");
        git = RealGit.local(temp.resolve("config"));
        source = git.inspect(folder.toString(), Optional.empty());
        work = git.fetch(source.repository(), source.branch(), source.commit(), temp.resolve("run/repo.git"));
        forge = new LocalForge(settings(), git, records, runner, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        forge.close();
    }

    private LocalForgeSettings settings() {
        return settings(source);
    }

    private LocalForgeSettings settings(Git.Source source) {
        return new LocalForgeSettings(
                temp.resolve("forge"),
                temp.resolve("workspaces"),
                source,
                List.of(new CheckDefinition("tests", List.of(List.of("sh", "check.sh")))),
                List.of("tests"),
                "20260102-030405-abcdef",
                "0".repeat(31) + "1",
                Limits.defaults());
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
        try (Stream<Path> entries = Files.list(temp.resolve("forge"))) {
            return entries.filter(path -> Files.exists(path.resolve("HEAD")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        return records.comments(settings().repository(), pullRequest);
    }

    @Test
    void shouldSayThatItHasNoIssues() {
        assertThatThrownBy(() -> forge.issue(17, new CancelToken()))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("The local forge has no issues, so there is no issue 17");
    }

    @Test
    void shouldRunChecksInAFreshWorkingTreeWithItsOwnGitDirectory() throws IOException {
        forge = forgeWith(List.of(List.of("git", "log", "-1", "--format=subject=%s"), List.of("ls", "-A")));
        String commit = commit(base(), true, "the change");
        open(commit);

        Forge.Evidence evidence = forge.evidence(done(commit));
        assertThat(evidence.summary()).isEqualTo("all 2 commands succeeded");
        assertThat(evidence.log().replaceAll("after [0-9.]+ s", "after"))
                .contains("==> [1/2] git log -1 --format=subject=%s\nsubject=the change\n==> exit code 0 after\n")
                .contains("==> [2/2] ls -A\ncheck.sh\n==> exit code 0 after\n")
                .endsWith("==> success: all 2 commands succeeded\n");
        assertThat(runner.adopted).containsExactly(runner.asked.get(0).workspace());
        assertThat(runner.asked)
                .allSatisfy(request -> assertThat(request.proposedBy()).isEqualTo("check"));
        assertThat(temp.resolve("workspaces/checks")).isEmptyDirectory();
    }

    @Test
    void shouldStopAtTheFirstCommandThatFails() {
        forge = forgeWith(List.of(List.of("false"), List.of("true")));
        open(base());
        assertThat(forge.evidence(done(base())).summary()).isEqualTo("'false' ended with exit code 1");
        assertThat(runner.asked).hasSize(1);
    }

    @Test
    void shouldTellADenialFromAFailure() {
        runner.denial = Optional.of(new CommandOutcome.Denied("TIER", "none", "no sandbox here", 1));
        String commit = commit(base(), true, "fine");
        open(commit);
        Forge.Check check = done(commit);
        assertThat(check.conclusion()).contains(Forge.Conclusion.STARTUP_FAILURE);
        assertThat(forge.evidence(check).summary()).contains("TIER").contains("no sandbox here");
    }

    @Test
    void shouldEndACheckThatTakesTooLong() {
        LocalForgeSettings plain = settings();
        forge = new LocalForge(
                new LocalForgeSettings(
                        plain.folder(),
                        plain.workspaces(),
                        source,
                        List.of(new CheckDefinition("tests", List.of(List.of("true"), List.of("sleep", "60")))),
                        plain.required(),
                        plain.runId(),
                        plain.traceId(),
                        Limits.defaults().withWallClock(Duration.ofSeconds(1))),
                git,
                records,
                runner,
                Clock.systemUTC());
        open(base());
        assertThat(done(base()).conclusion()).contains(Forge.Conclusion.TIMED_OUT);
    }

    @Test
    void shouldCancelTheChecksOfACancelledRun() throws Exception {
        forge = forgeWith(List.of(List.of("sleep", "60")));
        open(base());
        await().until(() -> runner.atOnce.get() == 1);
        CancelToken cancel = new CancelToken();
        cancel.cancel();
        assertThatThrownBy(() -> forge.await(base(), Duration.ofMinutes(1), cancel))
                .isInstanceOf(RunCancelledException.class);
        assertThat(done(base()).conclusion()).contains(Forge.Conclusion.CANCELLED);
    }

    @Test
    void shouldPutARunningCheckBackIntoTheQueueWhenClosed() {
        LocalForge first = forgeWith(List.of(List.of("sleep", "60")));
        forge.close();
        forge = first;
        open(base());
        await().until(() -> runner.atOnce.get() == 1);
        first.close();
        assertThat(records.checks(settings().repository(), base()))
                .singleElement()
                .returns(Forge.Status.QUEUED, CheckRow::status)
                .returns("", CheckRow::owner);

        forge = new LocalForge(settings(), git, records, runner, Clock.systemUTC());
        assertThat(done(base()).conclusion()).contains(Forge.Conclusion.SUCCESS);
    }

    @Test
    void shouldNotRunACheckTwiceWhenTwoServeTheSameRepository() {
        try (LocalForge other = new LocalForge(settings(), git, records, runner, Clock.systemUTC())) {
            String commit = commit(base(), true, "fine");
            open(commit);
            while (other.checks(commit).stream().anyMatch(check -> check.status() != Forge.Status.COMPLETED)) {
                forge.checks(commit);
                other.await(commit, Duration.ofSeconds(1), new CancelToken());
            }
            done(commit);
            assertThat(runner.asked).hasSize(1);
        }
    }

    @Test
    void shouldTakeACheckOverWhenItsProcessIsKilled() throws Exception {
        String commit = commit(base(), true, "fine");
        CheckRow row = records.addCheck(
                settings().repository(), commit, "tests", Clock.systemUTC().instant());
        Path lock = settings().folder().resolve(settings().repository() + ".checks/" + row.id() + ".lock");
        Files.createDirectories(lock.getParent());
        Process holder = LockHolder.start(lock);
        try {
            open(commit);
            forge.await(commit, Duration.ofSeconds(1), new CancelToken());
            assertThat(forge.checks(commit)).extracting(Forge.Check::status).containsExactly(Forge.Status.QUEUED);
            assertThat(runner.asked).isEmpty();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        assertThat(done(commit).conclusion()).contains(Forge.Conclusion.SUCCESS);
        assertThat(records.check(row.id()).orElseThrow().owner())
                .startsWith(ProcessHandle.current().pid() + "@");
    }

    @Test
    void shouldRunACheckAgainThatADeadProcessHadBegun() {
        String commit = commit(base(), true, "fine");
        CheckRow row = records.addCheck(
                settings().repository(), commit, "tests", Clock.systemUTC().instant());
        records.updateCheck(new CheckRow(
                row.id(),
                row.repository(),
                commit,
                "tests",
                1,
                Forge.Status.IN_PROGRESS,
                Optional.empty(),
                "1@2020-01-01T00:00:00Z",
                "running",
                "",
                row.updatedAt()));
        open(commit);
        assertThat(done(commit).id()).isEqualTo(Long.toString(row.id()));
        assertThat(runner.asked).hasSize(1);
    }

    @Test
    void shouldQueueACheckThatACrashLeftOut() {
        String commit = commit(base(), true, "fine");
        forge.push(work.gitDir(), commit, "openfactory/x", Optional.empty());
        records.addPull(
                settings().repository(),
                "openfactory/x",
                "main",
                "Title",
                "Body",
                Clock.systemUTC().instant());
        assertThat(forge.checks(commit)).hasSize(1);
        assertThat(done(commit).conclusion()).contains(Forge.Conclusion.SUCCESS);
    }

    @Test
    void shouldNameARequiredCheckThatNobodyDefined() {
        LocalForgeSettings plain = settings();
        forge = new LocalForge(
                new LocalForgeSettings(
                        plain.folder(),
                        plain.workspaces(),
                        source,
                        List.of(),
                        List.of("tests"),
                        plain.runId(),
                        plain.traceId(),
                        plain.limits()),
                git,
                records,
                runner,
                Clock.systemUTC());
        open(base());
        assertThat(forge.checks(base())).isEmpty();
        assertThat(forge.protection("main").required()).hasSize(1);
    }

    @Test
    void shouldFollowABaseBranchThatMovedAndNeverGoBack() throws IOException {
        assertThat(forge.head("main")).contains(base());
        Path folder = Path.of(source.repository());
        RealGit.write(folder, "later.txt", "later\n");
        RealGit.git(folder, "add", "-A");
        RealGit.git(folder, "commit", "-q", "-m", "later");
        Git.Source later = git.inspect(source.repository(), Optional.empty());

        try (LocalForge next = new LocalForge(settings(later), git, records, runner, Clock.systemUTC());
                LocalForge old = new LocalForge(settings(), git, records, runner, Clock.systemUTC())) {
            assertThat(next.head("main")).contains(later.commit());
            assertThat(old.head("main")).contains(later.commit());
        }
    }

    @Test
    void shouldRefuseABranchOfAnEarlierRunEvenWhenTheConfigurationForgetsIt() {
        assertThat(forge.protection("main").isProtected()).isTrue();
        RealGit.git(Path.of(source.repository()), "branch", "release");
        Git.Source release = git.inspect(source.repository(), Optional.of("release"));
        try (LocalForge other = new LocalForge(settings(release), git, records, runner, Clock.systemUTC())) {
            assertThat(other.protection("release").isProtected()).isTrue();
            String commit = commit(base(), true, "fine");
            assertThatThrownBy(() -> other.push(work.gitDir(), commit, "main", Optional.of(base())))
                    .isInstanceOf(WorldFault.class)
                    .hasMessageContaining("main");
        }
    }

    @Test
    void shouldOfferThePullRequestToAPersonWithGit() {
        String commit = commit(base(), true, "fine");
        Forge.PullRequest opened = open(commit);
        String[] url = opened.url().split("#");
        assertThat(url[1]).isEqualTo("pull/1");
        RealGit.git(Path.of(source.repository()), "fetch", "-q", url[0], "refs/pull/1/head");
        assertThat(RealGit.git(Path.of(source.repository()), "rev-parse", "FETCH_HEAD")
                        .strip())
                .isEqualTo(commit);
    }

    private LocalForge forgeWith(List<List<String>> commands) {
        LocalForgeSettings plain = settings();
        return new LocalForge(
                new LocalForgeSettings(
                        plain.folder(),
                        plain.workspaces(),
                        source,
                        List.of(new CheckDefinition("tests", commands)),
                        plain.required(),
                        plain.runId(),
                        plain.traceId(),
                        plain.limits()),
                git,
                records,
                runner,
                Clock.systemUTC());
    }
}
