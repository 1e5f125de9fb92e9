package io.jenkins.plugins.openfactory.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiagnosisEvidenceFilesTest {
    @Test
    void shouldTakeLogsAndReports(@TempDir Path folder) throws IOException {
        Path log = Files.write(folder.resolve("build.log"), DiagnosisFixtures.bytes("make-gcc.log"));
        Path report = Files.write(folder.resolve("TEST.xml"), DiagnosisFixtures.bytes("surefire.xml"));

        Evidence evidence = EvidenceFiles.extract(List.of(log, report), Optional.empty(), 600);

        assertThat(evidence.failingTests()).hasSize(4);
        assertThat(evidence.failingStep()).contains("make: main.o");
        assertThat(evidence.text()).contains("main.c:5:20: error");
    }

    @Test
    void shouldTakeTheLastGreenLog(@TempDir Path folder) throws IOException {
        Path green = Files.writeString(folder.resolve("green.log"), "step one\nstep two\n");
        Path log = Files.writeString(folder.resolve("red.log"), "step one\nsomething odd\nstep two\n");

        assertThat(EvidenceFiles.extract(List.of(log), Optional.of(green), 100).text())
                .contains("new since the last green log, red.log line 2\nsomething odd");
    }

    @Test
    void shouldTakeTheEndOfAFileThatIsTooLarge(@TempDir Path folder) throws IOException {
        Path log = folder.resolve("huge.log");
        try (var file = new java.io.RandomAccessFile(log.toFile(), "rw")) {
            file.write("the start\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            file.setLength(80L << 20);
            file.seek(file.length());
            file.write("\nfatal: the end\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }

        assertThat(EvidenceFiles.extract(List.of(log), Optional.empty(), 200).text())
                .contains("fatal: the end");
    }

    @Test
    void shouldNameWhatIsWrong(@TempDir Path folder) throws IOException {
        Path log = Files.writeString(folder.resolve("a.log"), "x");

        assertThatThrownBy(() -> EvidenceFiles.extract(List.of(folder.resolve("none.log")), Optional.empty(), 10))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("none.log");
        assertThatThrownBy(() -> EvidenceFiles.extract(List.of(log), Optional.empty(), 0))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("0");
    }
}
