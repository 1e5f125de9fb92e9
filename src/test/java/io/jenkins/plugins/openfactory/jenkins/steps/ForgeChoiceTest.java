package io.jenkins.plugins.openfactory.jenkins.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.jenkins.config.BranchSource;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForgeChoiceTest {
    private static final BranchSource SOURCE = new BranchSource("", "acme/lib", "app");
    private static final BranchSource ENTERPRISE =
            new BranchSource("https://github.example.com/api/v3", "acme/lib", "app");

    private static String forge(ForgeChoice choice) {
        return Json.canonical(choice.settings());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://github.com/acme/my.lib",
                "https://github.com/acme/my.lib.git",
                "https://github.com/acme/my.lib/"
            })
    void shouldReadOwnerAndNameFromTheAddress(String address) {
        assertThat(forge(new ForgeChoice(address, "token", "")))
                .isEqualTo("{\"kind\":\"github\",\"repo\":\"acme/my.lib\",\"tokenFile\":\"token\",\"url\":null}");
    }

    @Test
    void shouldSayTheWholeLocalForgeSoThatARepositoryCantChangeIt() {
        assertThat(forge(new ForgeChoice("https://example.com/a/b", "", "")))
                .isEqualTo("{\"kind\":\"local\",\"repo\":null,\"tokenFile\":null,\"url\":null}");
    }

    @Test
    void shouldRefuseAnAddressWithoutOwnerAndName() {
        refused("https://github.com/acme", "", "https://github.com/acme", "OWNER/NAME");
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.example.com/acme/lib, '', forgeUrl: 'https://github.example.com/api/v3'",
        "https://acme.ghe.com/acme/lib, '', forgeUrl: 'https://api.acme.ghe.com'",
        "https://github.com/acme/lib, https://github.example.com/api/v3, leave forgeUrl out"
    })
    void shouldRefuseARepositoryThatIsNotOnTheGitHubThatIsAsked(String repository, String url, String mend) {
        refused(repository, url, repository, mend);
    }

    @ParameterizedTest
    @CsvSource({
        "https://github.example.com/acme/lib, https://github.example.com/api/v3",
        "https://acme.ghe.com/acme/lib, https://api.acme.ghe.com",
        "http://127.0.0.1:8080/octo/demo, http://127.0.0.1:8080/api/v3"
    })
    void shouldTakeARepositoryOfAnotherGitHub(String repository, String url) {
        assertThat(new ForgeChoice(repository, "token", url)
                        .settings()
                        .path("url")
                        .asText())
                .isEqualTo(url);
    }

    @Test
    void shouldTakeWhatIsLeftOpenFromTheJobsSource() {
        ForgeChoice open = new ForgeChoice("", "", "");

        assertThat(open.orElse(Optional.of(SOURCE)))
                .isEqualTo(new ForgeChoice("https://github.com/acme/lib", "app", ""));
        assertThat(open.orElse(Optional.of(ENTERPRISE)))
                .isEqualTo(new ForgeChoice("https://github.example.com/acme/lib", "app", ENTERPRISE.api()));
        assertThat(open.orElse(Optional.empty())).isEqualTo(open);
    }

    @Test
    void shouldTakeTheCredentialForItsOwnRepositoryOnly() {
        ForgeChoice own = new ForgeChoice("https://github.com/Acme/lib.git", "", "");
        ForgeChoice other = new ForgeChoice("https://github.com/acme/other", "", "");
        ForgeChoice elsewhere = new ForgeChoice("https://github.example.com/acme/lib", "", "");

        assertThat(own.orElse(Optional.of(SOURCE)).credentialsId()).isEqualTo("app");
        assertThat(other.orElse(Optional.of(SOURCE))).isEqualTo(other);
        assertThat(elsewhere.orElse(Optional.of(SOURCE))).isEqualTo(elsewhere);
    }

    @Test
    void shouldKeepWhatTheStepSays() {
        ForgeChoice given = new ForgeChoice("https://github.com/acme/lib", "mine", "");

        assertThat(given.orElse(Optional.of(SOURCE))).isEqualTo(given);
    }

    private static void refused(String repository, String url, String... words) {
        assertThatThrownBy(() -> new ForgeChoice(repository, "token", url).settings())
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll(words)
                .hasMessageEndingWith(".");
    }
}
