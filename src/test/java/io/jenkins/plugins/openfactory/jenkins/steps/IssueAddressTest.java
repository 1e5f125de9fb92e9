package io.jenkins.plugins.openfactory.jenkins.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.run.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssueAddressTest {
    private static final JsonNode PUBLIC = new ForgeChoice("https://github.com/acme/lib", "token", "").settings();
    private static final JsonNode ENTERPRISE = new ForgeChoice(
                    "https://github.example.com/acme/lib", "token", "https://github.example.com/api/v3")
            .settings();
    private static final JsonNode LOCAL = new ForgeChoice("https://github.com/acme/lib", "", "").settings();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "17 | acme/lib | 17",
                "#17 | acme/lib | 17",
                "https://github.com/acme/lib/issues/17 | acme/lib | 17",
                "https://github.com/acme/lib/issues/17/ | acme/lib | 17",
                "https://github.com/acme/lib/issues/17#issuecomment-1 | acme/lib | 17",
                "https://github.com/acme/plans/issues/3?x=y | acme/plans | 3",
            })
    void shouldReadANumberOrAnAddress(String given, String repository, long number) {
        assertThat(IssueAddress.of(given, PUBLIC)).isEqualTo(new IssueAddress(repository, number));
    }

    @Test
    void shouldReadAnAddressOfAnEnterpriseServer() {
        assertThat(IssueAddress.of("https://github.example.com/acme/lib/issues/17", ENTERPRISE))
                .isEqualTo(new IssueAddress("acme/lib", 17));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "1.5",
                "seventeen",
                "99999999999999999999",
                "https://github.com/acme/lib/pull/17",
                "https://github.com/acme/lib",
                "https://github.com/acme/lib/issues/",
                "https://github.com/../lib/issues/17",
                "file:///etc/passwd"
            })
    void shouldRefuseWhatIsNoIssue(String given) {
        assertThatThrownBy(() -> IssueAddress.of(given, PUBLIC))
                .isInstanceOf(UserError.class)
                .hasMessageEndingWith(".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://github.example.com/acme/lib/issues/17",
                "https://github.com.evil.example/acme/lib/issues/17",
                "http://github.com/acme/lib/issues/17"
            })
    void shouldRefuseAnIssueOfAnotherServerSoThatTheTokenStaysHere(String given) {
        assertThatThrownBy(() -> IssueAddress.of(given, PUBLIC))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll(given, "https://github.com;");
    }

    @Test
    void shouldSayThatTheLocalForgeHasNoIssues() {
        assertThatThrownBy(() -> IssueAddress.of("17", LOCAL))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("issue is '17'", "local forge has no issues", "credentialsId");
    }
}
