package io.jenkins.plugins.openfactory.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.json.JsonSchemas;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestTest {
    private static final Artifact A = new Artifact("a.md", 1, "a".repeat(64));
    private static final Artifact B = new Artifact("d/b.md", 2, "b".repeat(64));
    private static final Artifact ITSELF = new Artifact(Manifest.PATH, 3, "c".repeat(64));

    @Test
    void shouldBeTheSameForTheSameFilesInAnyOrder() {
        Manifest manifest = Manifest.of("r1", Optional.of("5".repeat(64)), List.of(B, ITSELF, A));
        assertThat(manifest).isEqualTo(Manifest.of("r1", Optional.of("5".repeat(64)), List.of(A, B)));
        assertThat(manifest.text())
                .startsWith("{\"artifacts\":[{\"path\":\"a.md\",\"sha256\":\"aaa")
                .endsWith("\"runId\":\"r1\",\"specSha256\":\"" + "5".repeat(64) + "\"}");
        assertThat(manifest.sha256()).hasSize(64);
        assertThat(JsonSchemas.validate("manifest", manifest.toJson())).isEmpty();
    }

    @Test
    void shouldReadWhatItWrote() {
        for (Optional<String> spec : List.of(Optional.<String>empty(), Optional.of("5".repeat(64)))) {
            Manifest manifest = Manifest.of("r1", spec, List.of(A, B));
            assertThat(Manifest.parse(manifest.text())).isEqualTo(manifest);
        }
    }

    @Test
    void shouldNameWhatIsMissingChangedOrNew() {
        Manifest manifest = Manifest.of("r1", Optional.empty(), List.of(A, B));
        assertThat(manifest.differences(List.of(B, A, ITSELF))).isEmpty();
        Artifact changed = new Artifact("a.md", 1, "e".repeat(64));
        Artifact more = new Artifact("z", 1, "e".repeat(64));
        assertThat(manifest.differences(List.of(changed, more)))
                .containsExactly(
                        "a.md has SHA-256 " + "e".repeat(64) + " instead of " + "a".repeat(64),
                        "d/b.md is missing",
                        "z is not in the manifest");
    }

    @Test
    void shouldRefuseWhatIsNoManifest() {
        assertThatThrownBy(
                        () -> Manifest.parse("{\"runId\":\"r\",\"specSha256\":null,\"artifacts\":[{\"path\":\"../x\","
                                + "\"size\":1,\"sha256\":\"" + "a".repeat(64) + "\"}]}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/artifacts/0/path");
        assertThatThrownBy(() -> Manifest.parse("{}")).hasMessageContaining("'runId' is missing");
        assertThatThrownBy(() -> Manifest.of("r1", Optional.empty(), List.of(A, A)))
                .hasMessageContaining("a.md is there twice");
    }
}
