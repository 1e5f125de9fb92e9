package io.jenkins.plugins.openfactory.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.run.JobState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every run store must do. */
abstract class RunStoreContract {
    /** An open, empty store. */
    abstract RunStore store();

    @Test
    void shouldGiveBackTheRunThatWasCreated() {
        RunRow run = Rows.run("r1");
        store().create(run);
        assertThat(store().run("r1")).contains(run);
        assertThat(store().stages("r1")).hasSize(8);
        assertThat(store().update("r1", r -> r.withState(JobState.RUNNING)).state())
                .isEqualTo(JobState.RUNNING);
        assertThat(store().run("r1").map(RunRow::updatedAt)).contains(Rows.NOW);
    }

    @Test
    void shouldRecordIntentThenOutcomeWithExchangeAndCost() {
        store().create(Rows.run("r1"));
        assertThat(store().intend(Rows.intent("r1", "k1")).tries()).isEqualTo(1);
        store().complete(
                        "r1",
                        "k1",
                        "{}",
                        "",
                        Rows.NOW,
                        Optional.of(Rows.exchange("r1", "k1")),
                        Optional.of(Rows.ledger("r1", "k1", 15, 0.25, true)));
        assertThat(store().effect("r1", "k1").flatMap(EffectRow::outcome)).contains("{}");
        assertThat(store().exchanges("r1")).containsExactly(Rows.exchange("r1", "k1"));
        assertThat(store().ledger("r1")).containsExactly(Rows.ledger("r1", "k1", 15, 0.25, true));
        assertThat(store().usage("r1")).isEqualTo(new RunStore.Usage(10, 5, 0.25, 1, 0));
    }
}
