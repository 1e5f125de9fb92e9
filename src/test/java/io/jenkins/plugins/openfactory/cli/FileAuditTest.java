package io.jenkins.plugins.openfactory.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.evidence.AuditChain;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAuditTest {
    @TempDir
    private Path folder;

    private Path file;
    private FileAudit audit;

    @BeforeEach
    void record() {
        file = folder.resolve("audit.jsonl");
        audit = new FileAudit(file);
        for (int i = 1; i <= 5; i++) {
            audit.append("exec", Json.object().put("event", "denied").put("rule", "rule " + i));
        }
    }

    private String problem() {
        return AuditChain.of(audit.rows()).problem().orElse("none");
    }

    private List<String> lines() throws IOException {
        return new ArrayList<>(Files.readAllLines(file));
    }

    @Test
    void shouldHoldWhatNobodyChanged() {
        assertThat(problem()).isEqualTo("none");
        assertThat(audit.rows()).hasSize(5);
    }

    @Test
    void shouldNameARecordThatIsGone() throws IOException {
        List<String> lines = lines();
        lines.remove(2);
        Files.write(file, lines);

        assertThat(problem()).contains("Link 3 is missing");
    }

    @Test
    void shouldNameRecordsThatChangedPlaces() throws IOException {
        List<String> lines = lines();
        Collections.swap(lines, 1, 2);
        Files.write(file, lines);

        assertThat(problem()).contains("Link 2");
    }

    @Test
    void shouldNameARecordThatWasEdited() throws IOException {
        List<String> lines = lines();
        lines.replaceAll(line -> line.replace("rule 4", "rule 9"));
        Files.write(file, lines);

        assertThat(problem()).contains("Link 4 was changed");
    }

    @Test
    void shouldNameALastLineThatWasCutAndWriteNothingBehindIt() throws IOException {
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() - 9));

        assertThat(problem()).contains("Link 5 was changed");
        assertThatThrownBy(() -> audit.append("exec", Json.object().put("event", "denied")))
                .isInstanceOf(WorldFault.class)
                .hasMessageContaining("no whole record");
    }

    @Test
    void shouldSayThatThereIsNone() {
        assertThatThrownBy(() -> new FileAudit(folder.resolve("none")).rows()).isInstanceOf(UserError.class);
    }
}
