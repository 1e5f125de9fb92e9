package io.jenkins.plugins.openfactory.jenkins.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForgeChoiceTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://github.com/acme/my.lib",
                "https://github.com/acme/my.lib.git",
                "https://github.com/acme/my.lib/"
            })
    void shouldReadOwnerAndNameFromTheAddress(String address) {
        assertThat(Json.canonical(ForgeChoice.settings(address, "token", "")))
                .isEqualTo("{\"kind\":\"github\",\"repo\":\"acme/my.lib\",\"tokenFile\":\"token\",\"url\":null}");
    }

    @Test
    void shouldSayTheWholeLocalForgeSoThatARepositoryCantChangeIt() {
        assertThat(Json.canonical(ForgeChoice.settings("https://example.com/a/b", "", "")))
                .isEqualTo("{\"kind\":\"local\",\"repo\":null,\"tokenFile\":null,\"url\":null}");
    }

    @Test
    void shouldRefuseAnAddressWithoutOwnerAndName() {
        assertThatThrownBy(() -> ForgeChoice.settings("https://github.com/acme", "token", ""))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("https://github.com/acme")
                .hasMessageContaining("OWNER/NAME");
    }
}
