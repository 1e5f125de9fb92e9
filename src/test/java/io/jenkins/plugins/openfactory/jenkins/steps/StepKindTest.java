package io.jenkins.plugins.openfactory.jenkins.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.run.StageId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepKindTest {
    @Test
    void shouldTakeARunThroughEveryStageOnce() {
        List<StageId> stages = new ArrayList<>();
        for (StepKind kind : StepKind.values()) {
            for (int i = kind.first().number(); i <= kind.last().number(); i++) {
                stages.add(StageId.values()[i]);
                assertThat(StepKind.of(StageId.values()[i])).isEqualTo(kind);
            }
        }
        assertThat(stages).containsExactly(StageId.values());
    }

    @Test
    void shouldKnowTheStepBefore() {
        assertThat(StepKind.SPEC_FREEZE.before()).isEmpty();
        assertThat(StepKind.RELEASE.before()).contains(StepKind.CI_GATE);
    }
}
