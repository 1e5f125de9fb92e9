package io.jenkins.plugins.openfactory.forge.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.forge.Issue;
import io.jenkins.plugins.openfactory.git.MemoryFolder;
import io.jenkins.plugins.openfactory.git.RealGit;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitHubIssuesTest {
    @TempDir(factory = MemoryFolder.class)
    Path temp;

    private final CancelToken cancel = new CancelToken();
    private GitHubServer server;
    private GitHubForge forge;

    @BeforeEach
    void start() throws IOException {
        Path folder = RealGit.repository(temp.resolve("seed"), "a.txt", "a\n");
        RealGit.git(temp, "clone", "-q", "--bare", folder.toString(), "server.git");
        server = new GitHubServer(temp.resolve("server.git"));
        forge = new GitHubForge(settings(), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private long issue() {
        return server.state.issue(server.api(), "Greet by name", "Say hello to a name.", "ann", "OWNER");
    }

    @Test
    void shouldReadAnIssueWithEveryCommentAndWhoWroteIt() {
        long number = issue();
        for (int i = 0; i < 150; i++) {
            server.state.comment(number, "remark " + i, "bob", i % 2 == 0 ? "MEMBER" : "NONE");
        }

        Issue issue = forge.issue(number, cancel);

        assertThat(issue.number()).isEqualTo(number);
        assertThat(issue.url()).isEqualTo("https://github.com/octo/demo/issues/" + number);
        assertThat(issue.title()).isEqualTo("Greet by name");
        assertThat(issue.body()).isEqualTo("Say hello to a name.");
        assertThat(issue.author()).isEqualTo(new Issue.Person("ann", "OWNER"));
        assertThat(issue.open()).isTrue();
        assertThat(issue.comments()).hasSize(150);
        assertThat(issue.comments().get(149))
                .isEqualTo(new Issue.Comment(new Issue.Person("bob", "NONE"), "2026-01-02T03:04:05Z", "remark 149"));
    }

    @Test
    void shouldTrustOwnersMembersAndCollaboratorsOnly() {
        for (String association : new String[] {"OWNER", "MEMBER", "COLLABORATOR"}) {
            assertThat(new Issue.Person("x", association).trusted()).isTrue();
        }
        for (String association : new String[] {
            "CONTRIBUTOR", "FIRST_TIMER", "FIRST_TIME_CONTRIBUTOR", "MANNEQUIN", "NONE", "", "owner", "SOMETHING_NEW"
        }) {
            assertThat(new Issue.Person("x", association).trusted())
                    .as(association)
                    .isFalse();
        }
    }

    @Test
    void shouldReadAnIssueOfAnAccountThatIsGoneAndWithoutABody() {
        long number = server.state.issue(server.api(), "Old", null, "", "NONE");
        server.dropped.add("author_association");

        Issue issue = forge.issue(number, cancel);

        assertThat(issue.author()).isEqualTo(new Issue.Person("ghost", "NONE"));
        assertThat(issue.body()).isEmpty();
    }

    @Test
    void shouldSayWhichIssueIsNotThere() {
        assertThatThrownBy(() -> forge.issue(7, cancel))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("There is no issue 7 in octo/demo on " + server.api());
    }

    @Test
    void shouldRefuseAPullRequest() {
        long number = issue();
        server.state.issues.get(0).putObject("pull_request").put("url", "x");

        assertThatThrownBy(() -> forge.issue(number, cancel))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is a pull request and not an issue");
    }

    @Test
    void shouldSayWhereAnIssueWasMovedTo() {
        long number = issue();
        server.state
                .issues
                .get(0)
                .put("url", server.api() + "/repos/octo/other/issues/3")
                .put("html_url", "https://github.com/octo/other/issues/3");

        assertThatThrownBy(() -> forge.issue(number, cancel))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("was moved to https://github.com/octo/other/issues/3");
    }

    @Test
    void shouldStopWaitingForAServerThatIsDownWhenCancelled() {
        server.down();
        GitHubForge waits = new GitHubForge(settings(), Clock.systemUTC(), (pause, token) -> {
            cancel.cancel();
            token.throwIfCancelled();
        });

        assertThatThrownBy(() -> waits.issue(7, cancel)).isInstanceOf(RunCancelledException.class);
    }

    private GitHubSettings settings() {
        return GitHubSettings.of(Optional.of(server.api()), "octo/demo", () -> GitHubServer.TOKEN);
    }
}
