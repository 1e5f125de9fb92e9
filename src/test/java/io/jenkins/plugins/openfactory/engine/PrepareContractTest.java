package io.jenkins.plugins.openfactory.engine;

import static io.jenkins.plugins.openfactory.engine.Script.file;
import static io.jenkins.plugins.openfactory.engine.Script.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.RunRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Rules of what is fetched in stage 0, before anything is built without a network. */
class PrepareContractTest extends Contract {
    private static final String MAKEFILE = "test:\n\tgrep -q hello greeting.txt\n\tgrep -q home .venv/pyvenv.cfg\n"
            + "integration:\n\ttest -d .venv/bin\n\t! touch .venv/new\n";

    static boolean python() {
        return Files.isExecutable(Path.of("/usr/bin/python3"));
    }

    @Test
    @EnabledIf("python")
    void shouldShowEveryLaterCommandWhatWasFetched() {
        workshop.source(
                "greeting.txt", "hello\n",
                ".openfactory.yml", "prepare:\n  - [python3, -m, venv, --without-pip, .venv]\n",
                "Makefile", MAKEFILE);
        workshop.script().farewell();
        workshop.script()
                .tickets(ticket("0001")
                        .creates("farewell.txt")
                        .creates("greeting.txt")
                        .test(false, List.of("AC-1"), "make", "test")
                        .command("make"))
                .reply("0001/attempt-1.md", file("farewell.txt", "bye"));

        RunRow row = workshop.run();

        done(row);
        assertThat(workshop.artifact(row.runId(), "PREFLIGHT_REPORT.md"))
                .contains("1 command fetched what builds need, SHA-256 ");
        assertThat(workshop.artifact(row.runId(), "PREPARE/1.log")).contains("exit code 0");
        assertThat(workshop.store().audit(row.runId()).toString()).contains("\"proposedBy\":\"prepare\"");
    }

    @Test
    void shouldRefuseToPrepareWithWhatThePolicyDoesNotAllow() {
        workshop.source(
                "greeting.txt", "hello\n",
                ".openfactory.yml", "prepare:\n  - [sh, -c, 'true']\n",
                "Makefile", "test:\n\ttrue\nintegration:\n\ttrue\n");
        workshop.script().farewell();

        failed(
                workshop.run(),
                StageId.PREFLIGHT,
                "preflight_failed",
                "sh -c true",
                "WRAPPER",
                "prepare in .openfactory.yml");
    }

    @Test
    void shouldNotLetARepositoryNameTheHosts() {
        workshop.source(
                "greeting.txt", "hello\n",
                ".openfactory.yml", "sandbox: {prepareHosts: [evil.example]}\n",
                "Makefile", "test:\n\ttrue\n");
        workshop.script().farewell();

        assertThatThrownBy(() -> workshop.run()).isInstanceOf(UserError.class).hasMessageContaining("sandbox");
    }
}
