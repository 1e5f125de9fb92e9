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
    void shouldReadEveryPageOfAnOrganization() {
        IntStream.range(0, 230).forEach(i -> server.state.repositories.add("other-" + i));
        server.state.repositories.addAll(List.of("openfactory-smoke", "openfactory-smoke-1"));
        assertThat(smoke.tidy("openfactory-smoke", true))
                .extracting(SmokeRepositories.Row::outcome)
                .containsExactly(Outcome.KEPT, Outcome.DELETED);
        assertThat(server.state.repositories).hasSize(231);
    }
}
