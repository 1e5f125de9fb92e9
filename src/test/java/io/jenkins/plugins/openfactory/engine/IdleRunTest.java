package io.jenkins.plugins.openfactory.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What can be done with a run that nobody works on. */
class IdleRunTest extends Contract {
    @Test
    void shouldCancelARunWhoseProcessLeftItAndGoOnWithItLater() {
        workshop.script().farewell();
        String runId = workshop.create(workshop.settings());
        CancelToken token = new CancelToken();
        workshop.listener(event -> {
            if (event.stage().equals(Optional.of(StageId.ARCHITECTURE))) {
                token.suspend();
            }
        });
        assertThat(workshop.proceed(runId, token).state()).isEqualTo(JobState.RUNNING);

        RunRow ended = workshop.factory().cancelIdle(runId);

        assertThat(ended.state()).isEqualTo(JobState.CANCELLED);
        assertThat(ended.errorCode()).contains("cancelled");
        assertThat(workshop.store()
                        .stages(runId)
                        .get(StageId.ARCHITECTURE.number())
                        .state())
                .isEqualTo(StageState.FAILED);
        workshop.listener(event -> {});
        done(workshop.proceed(runId));
        assertThat(workshop.store().stages(runId)).allMatch(stage -> stage.attempts() == 1);
    }

    @Test
    void shouldReplayARunAsItWasAmended() {
        workshop.script().farewell();
        ObjectNode poor = workshop.settings();
        poor.putObject("budget").put("tokens", 6500);
        String runId = workshop.run(poor).runId();
        ObjectNode raised = Json.object();
        raised.putObject("budget").put("tokens", 100_000);
        workshop.factory().amend(runId, raised);
        done(workshop.proceed(runId));

        try (RunStore scratch = Stores.embedded(folder.resolve("scratch.db"), Clock.systemUTC())) {
            Replay.Report report = workshop.replay().run(runId, scratch);

            assertThat(report.divergence()).isEmpty();
            assertThat(report.stages()).hasSize(StageId.values().length);
        }
    }
}
