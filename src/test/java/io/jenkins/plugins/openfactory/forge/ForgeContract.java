package io.jenkins.plugins.openfactory.forge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.forge.Forge.Check;
import io.jenkins.plugins.openfactory.forge.Forge.Conclusion;
import io.jenkins.plugins.openfactory.forge.Forge.Draft;
import io.jenkins.plugins.openfactory.forge.Forge.PullRequest;
import io.jenkins.plugins.openfactory.forge.Forge.Required;
import io.jenkins.plugins.openfactory.forge.Forge.Status;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.git.RealGit;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What every forge must do. The forge has one required check called {@code tests}; its default branch is protected and
 * at {@link #base}.
 */
public abstract class ForgeContract {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String BRANCH = "openfactory/20260102-030405-abcdef";

    /** The forge, the same one throughout a test. */
    protected abstract Forge forge();

    /** A repository of a run that has {@link #base} and in which commits to push are made. */
    protected abstract GitRepository work();

    protected abstract String base();

    protected abstract String defaultBranch();

    /** The repository that pushes end in. */
    protected abstract Path hosted();

    /** A commit on top of a parent; the required check ends like this on it, printing the word. */
    protected abstract String commit(String parent, boolean passing, String word);

    /** The texts of a pull request's comments. */
    protected abstract List<String> comments(long pullRequest);

    protected final String plainCommit(String parent, String path, String text) {
        return work().commit(
                        parent,
                        List.of(new FileChange.Create(path, text.getBytes(UTF_8), false)),
                        RealGit.spec("Change " + path));
    }

    @Test
    void shouldSayWhoWeAre() {
        assertThat(forge().authenticate()).isNotBlank();
        assertThat(forge().kind()).isIn("local", "github");
    }

    @Test
    void shouldProtectTheDefaultBranch() {
        Forge.Protection protection = forge().protection(defaultBranch());
        assertThat(protection.isDefault()).isTrue();
        assertThat(protection.isProtected()).isTrue();
        assertThat(protection.required()).extracting(Required::name).containsExactly("tests");
        assertThat(forge().protection(BRANCH).isDefault()).isFalse();
        assertThat(forge().head(defaultBranch())).contains(base());
    }

    @Test
    void shouldRefuseAPushToTheDefaultBranch() {
        String commit = commit(base(), true, "fine");
        assertRefused(() -> forge().push(work().gitDir(), commit, defaultBranch(), Optional.of(base())));
        assertThat(forge().head(defaultBranch())).contains(base());
    }

    @Test
    void shouldRefuseWhateverMayBeTakenForTheDefaultBranch() {
        String commit = commit(base(), true, "fine");
        String main = defaultBranch();
        for (String name : List.of(
                main,
                main.toUpperCase(Locale.ROOT),
                main.substring(0, 1).toUpperCase(Locale.ROOT) + main.substring(1),
                "refs/heads/" + main,
                "REFS/heads/" + main,
                "heads/" + main,
                "refs/tags/v1",
                main.replace('m', '\uff4d'))) {
            assertRefused(() -> forge().push(work().gitDir(), commit, name, Optional.of(base())));
            assertRefused(() -> forge().push(work().gitDir(), commit, name, Optional.empty()));
        }
        assertThat(forge().head(main)).contains(base());
        assertThat(RealGit.git(hosted(), "for-each-ref", "--format=%(refname)", "refs/heads", "refs/tags"))
                .isEqualToIgnoringNewLines("refs/heads/" + main);
    }

    @Test
    void shouldPushANewBranchAndDoNothingTheSecondTime() {
        String commit = commit(base(), true, "fine");
        assertThat(forge().head(BRANCH)).isEmpty();
        forge().push(work().gitDir(), commit, BRANCH, Optional.empty());
        forge().push(work().gitDir(), commit, BRANCH, Optional.empty());
        assertThat(forge().head(BRANCH)).contains(commit);
    }

    @Test
    void shouldRefuseABranchThatIsNotWhereItWasExpected() {
        String first = commit(base(), true, "one");
        String second = commit(first, true, "two");
        String other = commit(base(), true, "three");
        assertRefused(() -> forge().push(work().gitDir(), first, BRANCH, Optional.of(base())));
        forge().push(work().gitDir(), first, BRANCH, Optional.empty());
        assertRefused(() -> forge().push(work().gitDir(), second, BRANCH, Optional.empty()));
        assertRefused(() -> forge().push(work().gitDir(), second, BRANCH, Optional.of(other)));
        assertThat(forge().head(BRANCH)).contains(first);
    }

    @Test
    void shouldReplaceABranchThatIsWhereItWasExpected() {
        String first = commit(base(), true, "one");
        String other = commit(base(), true, "two");
        forge().push(work().gitDir(), first, BRANCH, Optional.empty());
        forge().push(work().gitDir(), other, BRANCH, Optional.of(first));
        assertThat(forge().head(BRANCH)).contains(other);
    }

    @Test
    void shouldOpenOneDraftPullRequestPerHeadBranch() {
        String commit = commit(base(), true, "fine");
        assertThat(forge().find(BRANCH, defaultBranch())).isEmpty();
        PullRequest opened = open(commit);
        assertThat(opened)
                .returns(BRANCH, PullRequest::headBranch)
                .returns(defaultBranch(), PullRequest::baseBranch)
                .returns(commit, PullRequest::headSha)
                .returns(true, PullRequest::draft)
                .returns(true, PullRequest::open);
        assertThat(opened.url()).contains("://").contains("pull");
        assertThat(forge().find(BRANCH, defaultBranch())).contains(opened);
        assertThat(forge().pullRequest(opened.number())).isEqualTo(opened);
    }

    @Test
    void shouldFollowTheHeadOfAPullRequest() {
        String first = commit(base(), true, "one");
        PullRequest opened = open(first);
        String second = commit(first, true, "two");
        forge().push(work().gitDir(), second, BRANCH, Optional.of(first));
        assertThat(forge().pullRequest(opened.number()).headSha()).isEqualTo(second);
        assertThat(done(second).headSha()).isEqualTo(second);
    }

    @Test
    void shouldRefuseAPullRequestOfABranchThatDoesNotExist() {
        assertThatThrownBy(() -> forge().open(new Draft("openfactory/none", defaultBranch(), "Title", "Body")))
                .isInstanceOf(WorldFault.class)
                .hasMessageContaining("openfactory/none");
    }

    @Test
    void shouldNameAPullRequestThatDoesNotExist() {
        assertThatThrownBy(() -> forge().pullRequest(4711))
                .isInstanceOf(WorldFault.class)
                .hasMessageContaining("4711");
    }

    @Test
    void shouldPassACheckWithItsEvidence() {
        String commit = commit(base(), true, "all is well");
        open(commit);
        Check check = done(commit);
        assertThat(check.conclusion()).contains(Conclusion.SUCCESS);
        assertThat(check.headSha()).isEqualTo(commit);
        assertThat(check.app()).isNotBlank();
        assertThat(forge().evidence(check).log()).contains("all is well");
    }

    @Test
    void shouldFailACheckWithItsEvidence() {
        String commit = commit(base(), false, "one test failed");
        open(commit);
        Check check = done(commit);
        assertThat(check.conclusion()).contains(Conclusion.FAILURE);
        assertThat(forge().evidence(check).log()).contains("one test failed");
        assertThat(forge().evidence(check).summary()).isNotBlank();
    }

    @Test
    void shouldRunACheckOnceMore() {
        String commit = commit(base(), false, "one test failed");
        open(commit);
        Check first = done(commit);
        forge().rerun(first);
        forge().rerun(first);
        Check second = until(commit, check -> !check.id().equals(first.id()) && check.status() == Status.COMPLETED);
        assertThat(second.conclusion()).contains(Conclusion.FAILURE);
        assertThat(forge().checks(commit)).hasSize(1);
    }

    @Test
    void shouldKnowNoCheckOfACommitThatWasNotPushed() {
        assertThat(forge().checks(commit(base(), true, "never pushed"))).isEmpty();
    }

    @Test
    void shouldCommentOnce() {
        PullRequest opened = open(commit(base(), true, "fine"));
        assertThat(forge().commented(opened.number(), "run-1")).isFalse();
        forge().comment(opened.number(), "run-1", "The run has begun.");
        assertThat(forge().commented(opened.number(), "run-1")).isTrue();
        assertThat(forge().commented(opened.number(), "run-2")).isFalse();
        forge().comment(opened.number(), "run-1", "The run has begun again.");
        assertThat(comments(opened.number())).singleElement().asString().contains("The run has begun.");
    }

    @Test
    void shouldStopWaitingWhenTheRunIsCancelled() throws Exception {
        String commit = commit(base(), true, "fine");
        CancelToken cancel = new CancelToken();
        forge().checks(commit);
        CompletableFuture<Void> waiting =
                CompletableFuture.runAsync(() -> forge().await(commit, Duration.ofMinutes(5), cancel));
        cancel.cancel();
        assertThatThrownBy(() -> waiting.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(RunCancelledException.class);
    }

    protected final PullRequest open(String commit) {
        forge().push(work().gitDir(), commit, BRANCH, Optional.empty());
        Draft draft = new Draft(BRANCH, defaultBranch(), "Title", "Body");
        return forge().open(draft);
    }

    /** The required check once it has ended. */
    protected final Check done(String commit) {
        return until(commit, check -> check.status() == Status.COMPLETED);
    }

    protected final Check until(String commit, java.util.function.Predicate<Check> wanted) {
        long end = System.nanoTime() + LONG.toNanos();
        while (System.nanoTime() < end) {
            Optional<Check> found = forge().checks(commit).stream()
                    .filter(check -> check.name().equals("tests"))
                    .filter(wanted)
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            forge().await(commit, Duration.ofSeconds(5), new CancelToken());
        }
        throw new AssertionError("the check did not end in time: " + forge().checks(commit));
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable push) {
        assertThatThrownBy(push)
                .isInstanceOfSatisfying(
                        WorldFault.class, fault -> assertThat(fault.code()).isEqualTo("push_refused"));
    }
}
