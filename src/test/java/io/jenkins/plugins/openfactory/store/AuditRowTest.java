package io.jenkins.plugins.openfactory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditRowTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":1}",
                "{\"z\":1}",
                "{\"z\":[{\"seq\":2}],\"a\":\"x\",\"seqq\":0,\"Seq\":null,\"se\":1e3}",
                "{\"seq\":99,\"\u00e9\":\"\\u2028\"}"
            })
    void shouldBeTheCanonicalFormWithItsNumber(String record) {
        ObjectNode numbered = Json.read(record).deepCopy();
        numbered.put("seq", 8);
        AuditRow row = AuditRow.Draft.of(Json.read(record)).after(7, "f".repeat(64));
        assertThat(row.record()).isEqualTo(Json.canonical(numbered));
        assertThat(row.seq()).isEqualTo(8);
        assertThat(row.hash()).isEqualTo(Sha256.hex("f".repeat(64) + "\n" + row.record()));
    }

    @Test
    void shouldRefuseWhatIsNoObject() {
        assertThatThrownBy(() -> AuditRow.Draft.of(Json.array()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("JSON object");
    }
}
