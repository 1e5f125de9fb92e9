package io.jenkins.plugins.openfactory.forge.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.forge.github.SmokeRepositories.Outcome;
import io.jenkins.plugins.openfactory.git.MemoryFolder;
import io.jenkins.plugins.openfactory.git.RealGit;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmokeRepositoriesTest {
    @TempDir(factory = MemoryFolder.class)
    Path temp;

    private GitHubServer server;
    private SmokeRepositories smoke;

    @BeforeEach
    void start() throws IOException {
        Path seed = RealGit.repository(temp.resolve("seed"), "a.txt", "a");
        RealGit.git(temp, "clone", "-q", "--bare", seed.toString(), "server.git");
        server = new GitHubServer(temp.resolve("server.git"));
        smoke = SmokeRepositories.of(Optional.of(server.api()), "octo", () -> GitHubServer.TOKEN, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> deletions() {
        return server.requests.stream()
                .filter(line -> line.startsWith("DELETE"))
                .toList();
    }

    @Test
    void shouldTouchNothingButSmokeRepositories() {
        List<String> others = List.of(
                "my-openfactory-smoke",
                "openfactory-smoked",
                "openfactory",
                "openfactory-smoke.bak",
                "OPENFACTORY-SMOKE-1",
                "production");
        server.state.repositories.addAll(others);
        server.state.repositories.addAll(List.of("openfactory-smoke", "openfactory-smoke-1", "openfactory-smoke-2"));
        assertThat(smoke.tidy("openfactory-smoke-1", true))
                .extracting(row -> row.name() + " " + row.outcome().id())
                .containsExactly(
                        "openfactory-smoke deleted", "openfactory-smoke-1 kept", "openfactory-smoke-2 deleted");
        assertThat(deletions())
                .containsExactlyInAnyOrder(
                        "DELETE /repos/octo/openfactory-smoke", "DELETE /repos/octo/openfactory-smoke-2");
        assertThat(server.state.repositories).containsAll(others).contains("openfactory-smoke-1");
    }

    @Test
    void shouldSayPlainlyWhereTheTokenMayNot() {
        server.state.repositories.addAll(List.of("openfactory-smoke", "openfactory-smoke-locked", "production"));
        assertThat(smoke.tidy("openfactory-smoke", true))
                .filteredOn(row -> row.outcome() == Outcome.REFUSED)
                .singleElement()
                .satisfies(row -> assertThat(row.reason())
                        .contains("403", "Must have admin rights", "openfactory-smoke-locked", "token")
                        .doesNotContain(GitHubServer.TOKEN));
        assertThat(deletions()).containsExactly("DELETE /repos/octo/openfactory-smoke-locked");
        assertThat(server.state.repositories).hasSize(3);
    }

    @Test
    void shouldDeleteNothingUnlessToldTo() {
        server.state.repositories.addAll(List.of("openfactory-smoke", "openfactory-smoke-1"));
        assertThat(smoke.tidy("openfactory-smoke", false))
                .extracting(SmokeRepositories.Row::outcome)
                .containsExactly(Outcome.KEPT, Outcome.WOULD_DELETE);
        assertThat(deletions()).isEmpty();
    }

    @Test
    void shouldDeleteNothingWhereTheOneToKeepIsNotThere() {
        server.state.repositories.addAll(List.of("openfactory-smoke", "openfactory-smoke-1", "production"));
        for (String keep : List.of("openfactory-smoke-typo", "production", "")) {
            assertThatThrownBy(() -> smoke.tidy(keep, true))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("nothing was deleted");
        }
        assertThat(deletions()).isEmpty();
    }

    @Test
    void shouldLeaveForksAndArchivedOnesAlone() {
        server.state.repositories.addAll(
                List.of("openfactory-smoke", "openfactory-smoke-fork", "openfactory-smoke-archived"));
        assertThat(smoke.tidy("openfactory-smoke", true))
                .extracting(row -> row.outcome().id() + row.reason())
                .containsExactly("kept", "left alone - it is archived", "left alone - it is a fork");
        assertThat(deletions()).isEmpty();
    }

    @Test
    void shouldNotDeleteWhatWasRenamedReplacedOrDeletedMeanwhile() {
        server.state.repositories.addAll(List.of(
                "openfactory-smoke",
                "openfactory-smoke-1",
                "openfactory-smoke-2",
                "openfactory-smoke-3",
                "production"));
        server.state.renamed.put("openfactory-smoke-1", "production");
        server.state.replaced.add("openfactory-smoke-2");
        server.interruption = (request, response) -> {
            if (request.getRequestURI().endsWith("/openfactory-smoke-3")) {
                server.state.repositories.remove("openfactory-smoke-3");
            }
            return false;
        };
        assertThat(smoke.tidy("openfactory-smoke", true))
                .extracting(row -> row.outcome().id() + row.reason())
                .containsExactly(
                        "kept",
                        "left alone - it was moved, renamed or replaced since it was listed",
                        "left alone - it was moved, renamed or replaced since it was listed",
                        "left alone - it is not there any more");
        assertThat(deletions()).isEmpty();
    }

    @Test
    void shouldNotFollowADeletionElsewhere() {
        server.state.repositories.addAll(List.of("openfactory-smoke", "openfactory-smoke-1", "production"));
        server.interruption = (request, response) -> {
            boolean delete = request.getMethod().equals("DELETE");
            if (delete) {
                response.setStatus(307);
                response.setHeader("Location", server.api() + "/repos/octo/production");
            }
            return delete;
        };
        assertThat(smoke.tidy("openfactory-smoke", true))
                .filteredOn(row -> row.outcome() == Outcome.REFUSED)
                .singleElement()
                .satisfies(row -> assertThat(row.reason()).contains("307"));
        assertThat(deletions()).containsExactly("DELETE /repos/octo/openfactory-smoke-1");
        assertThat(server.state.repositories).contains("production");
    }

    @Test
    void shouldSayBeforehandWhatTheTokenMayNot() {
        server.state.repositories.addAll(List.of("openfactory-smoke", "openfactory-smoke-1"));
        assertThat(smoke.tidy("openfactory-smoke", false))
                .extracting(row -> row.outcome().id() + row.reason())
                .containsExactly("kept", "would delete - but the token is not allowed to");
        assertThatThrownBy(() -> smoke.tidy("production", false)).isInstanceOf(UserError.class);
    }

    @Test
    void shouldReadEveryPageOfAnOrganization() {
        IntStream.range(0, 230).forEach(i -> server.state.repositories.add("other-" + i));
        server.state.repositories.addAll(List.of("openfactory-smoke", "openfactory-smoke-1"));
        assertThat(smoke.tidy("openfactory-smoke", true))
                .extracting(SmokeRepositories.Row::outcome)
                .containsExactly(Outcome.KEPT, Outcome.DELETED);
        assertThat(server.state.repositories).hasSize(231);
    }
}
