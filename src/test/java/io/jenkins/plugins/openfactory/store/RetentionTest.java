package io.jenkins.plugins.openfactory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.Retention.Bound;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path root;

    private FactoryHome home;
    private RunStore store;
    private RunRemoval removal;

    @BeforeEach
    void open() throws IOException {
        home = new FactoryHome(root, root.resolve("workspaces"));
        removal = null;
        for (int age = 0; age < 6; age++) {
            at(age);
            store.create(Rows.run("r" + age, Rows.NOW.minus(DAY.multipliedBy(age))));
            fill("r" + age);
            if (age != 4) {
                store.update("r" + age, row -> row.withState(JobState.DONE));
            }
            store.close();
        }
        at(0);
        removal = new RunRemoval(store, home);
    }

    /** Opens the store as it would have been so many days ago. */
    private void at(int age) {
        store = Stores.embedded(home.store(), Clock.fixed(Rows.NOW.minus(DAY.multipliedBy(age)), ZoneOffset.UTC));
    }

    private void fill(String run) throws IOException {
        store.intend(Rows.intent(run, "k"));
        store.complete(
                run,
                "k",
                "{\"text\":\"a reply\"}",
                "",
                Rows.NOW,
                Optional.of(Rows.exchange(run, "k")),
                Optional.of(Rows.ledger(run, "k", 15, 0.25, true)));
        store.appendAudit(run, "{}");
        store.saveApproval(run, new ApprovalRow("spec", "approve", "1".repeat(64), "", "Ann", Rows.NOW));
        store.saveDocument(run, "checks", "[]");
        Files.createDirectories(home.artifacts(run));
        Files.writeString(home.artifacts(run).resolve("SPEC.md"), "spec");
        Files.createDirectories(home.repository(run));
        Files.createDirectories(home.workspaces(run).resolve("0001"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldDeleteEndedRunsByAge() {
        Retention.Pruned pruned = prune(bound(DAY.multipliedBy(2), null), Bound.NONE, Bound.NONE, false);

        assertThat(pruned.runs()).containsExactly("r3", "r5");
        assertThat(store.runs(10)).extracting(RunSummary::runId).containsExactly("r0", "r1", "r2", "r4");
        assertThat(home.run("r5")).doesNotExist();
        assertThat(home.workspaces("r5")).doesNotExist();
        assertThat(store.effects("r5")).isEmpty();
        assertThat(store.audit("r5")).isEmpty();
        assertThat(store.usage("r5").exchanges()).isZero();
        assertThat(store.leases().of("r5")).isEmpty();
        assertThat(home.artifacts("r4").resolve("SPEC.md")).exists();
        assertThat(store.check()).isEmpty();
    }

    @Test
    void shouldKeepTheNewestAndOnlySayWhatWouldGoInADryRun() {
        assertThat(prune(bound(null, 2), Bound.NONE, Bound.NONE, true).runs()).containsExactly("r2", "r3", "r5");
        assertThat(store.runs(10)).hasSize(6);

        prune(bound(null, 2), Bound.NONE, Bound.NONE, false);
        assertThat(store.runs(10)).extracting(RunSummary::runId).containsExactly("r0", "r1", "r4");
    }

    @Test
    void shouldDropFilesAndExchangesOnTheirOwnBoundsAndOnce() {
        Bound files = bound(null, 2);
        Bound exchanges = bound(DAY.multipliedBy(4), null);

        Retention.Pruned pruned = prune(Bound.NONE, files, exchanges, false);

        assertThat(pruned.files()).containsExactly("r2", "r3", "r5");
        assertThat(pruned.exchanges()).containsExactly("r5");
        assertThat(home.artifacts("r3")).doesNotExist();
        assertThat(home.repository("r3")).doesNotExist();
        assertThat(home.artifacts("r1")).exists();
        EffectRow dropped = store.effect("r5", "k").orElseThrow();
        assertThat(dropped.outcome()).contains("{\"dropped\":\"by retention\"}");
        assertThat(store.effect("r3", "k").orElseThrow().outcome()).contains("{\"text\":\"a reply\"}");
        assertThat(store.usage("r5").exchanges()).isEqualTo(1);
        assertThat(prune(Bound.NONE, files, exchanges, false).files()).isEmpty();
    }

    @Test
    void shouldCountWhatDeletedRunsSpentForTheDay() {
        removal.delete("r0");
        RunStore.BudgetBounds day = new RunStore.BudgetBounds(
                Optional.empty(),
                Optional.empty(),
                Optional.of(100L),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Rows.NOW.minus(DAY));
        // Six runs spent 15 tokens each, and one of them is gone.
        assertThat(store.reserve(Rows.ledger("r1", "next", 11, 0, false), day)).isPresent();
        assertThat(store.reserve(Rows.ledger("r1", "next", 10, 0, false), day)).isEmpty();
    }

    @Test
    void shouldRefuseToDeleteARunThatIsBeingWorkedOn() {
        try (RunClaim claim = RunClaim.take(store, home, "r1", new CancelToken())) {
            assertThat(claim).isNotNull();
            assertThatThrownBy(() -> removal.delete("r1"))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("being worked on")
                    .hasMessageContaining("cancel it first");
            assertThat(prune(bound(null, 1), Bound.NONE, Bound.NONE, false).runs())
                    .doesNotContain("r1");
        }
        assertThat(removal.delete("r1")).isTrue();
        assertThat(removal.delete("r1")).isFalse();
    }

    @Test
    void shouldFinishADeletionThatWasInterrupted() throws IOException {
        RunRemoval.remove(home.artifacts("r2"));

        assertThat(removal.delete("r2")).isTrue();
        assertThat(store.run("r2")).isEmpty();
        assertThat(home.run("r2")).doesNotExist();
    }

    private Retention.Pruned prune(Bound runs, Bound files, Bound exchanges, boolean dryRun) {
        Clock now = Clock.fixed(Rows.NOW, ZoneOffset.UTC);
        return new Retention(store, removal, now).apply(new Retention.Policy(runs, files, exchanges), dryRun);
    }

    private static Bound bound(Duration age, Integer count) {
        return new Bound(Optional.ofNullable(age), Optional.ofNullable(count));
    }

    @Test
    void shouldRemoveAFolderThatHoldsNothingButEmptyOnes() throws IOException {
        Path empty = Files.createDirectories(root.resolve("trees/r1"));
        Files.createDirectory(empty.resolve("checks"));
        Path kept = Files.createDirectories(root.resolve("trees/r2/0001/build"));

        RunRemoval.removeEmpty(empty);
        RunRemoval.removeEmpty(root.resolve("trees/r2"));
        RunRemoval.removeEmpty(root.resolve("trees/none"));

        assertThat(empty).doesNotExist();
        assertThat(kept).exists();
    }
}
