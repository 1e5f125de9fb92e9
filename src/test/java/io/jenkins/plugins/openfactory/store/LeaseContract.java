package io.jenkins.plugins.openfactory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every run store must do so that one process at a time writes a run. */
abstract class LeaseContract extends SharedStoreContract {
    private static final String RUN = "leased";
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration OVER = Duration.ZERO;

    private RunStore second;

    @Test
    void shouldLetOneProcessAtATimeTakeARun() {
        store().create(Rows.run(RUN));
        Lease lease = store().leases().take(RUN, LONG);

        assertThatThrownBy(() -> other().leases().take(RUN, LONG))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        "being worked on by process " + ProcessHandle.current().pid());
        assertThat(store().leases().idle(10)).extracting(RunSummary::runId).doesNotContain(RUN);
        store().leases().giveUp(lease);

        assertThat(store().leases().idle(10)).extracting(RunSummary::runId).contains(RUN);
        assertThat(other().leases().take(RUN, LONG).token()).isEqualTo(2);
    }

    @Test
    void shouldLetTheHolderOfTheRunsLockTakeItFromAContainerThatIsGone() {
        store().create(Rows.run(RUN));
        store().leases().take(RUN, LONG);

        assertThat(other().leases().takeLocked(RUN, LONG).token()).isEqualTo(2);
    }

    @Test
    void shouldRefuseEveryWriteOfAnOwnerWhoseRunWasTakenOver() {
        store().create(Rows.run(RUN));
        Lease lost = store().leases().take(RUN, OVER);
        store().intend(Rows.intent(RUN, "before"));
        Lease held = other().leases().take(RUN, LONG);

        List<Runnable> writes = List.of(
                () -> store().update(RUN, row -> row.withState(JobState.DONE)),
                () -> store().saveStage(RUN, store().stages(RUN).get(0)),
                () -> store().saveStageBegun(RUN, store().stages(RUN).get(0)),
                () -> store().intend(Rows.intent(RUN, "after")),
                () -> store().intendSoon(Rows.intent(RUN, "after")),
                () -> store().completeSoon(RUN, "before", "{}", "", Rows.NOW),
                () -> store().complete(RUN, "before", "{}", "", Rows.NOW, Optional.empty(), Optional.empty()),
                () -> store().reserve(Rows.ledger(RUN, "k", 1, 1, false), RunStore.BudgetBounds.none()),
                () -> store().appendAudit(RUN, "{}"),
                () -> store().saveDocument(RUN, "checks", "[]"));
        for (Runnable write : writes) {
            WorldFault fault = catchThrowableOfType(WorldFault.class, write::run);
            assertThat(fault.code()).isEqualTo("lease_lost");
            assertThat(fault).hasMessageContaining(RUN).hasMessageContaining("taken over by process");
        }
        assertThat(store().leases().renew(lost, LONG)).isFalse();
        store().leases().giveUp(lost);
        assertThat(other().leases().renew(held, LONG)).isTrue();
        assertThat(store().effects(RUN)).extracting(EffectRow::key).containsExactly("before");
        assertThat(store().audit(RUN)).isEmpty();
        other().appendAudit(RUN, "{}");
    }

    @Test
    void shouldLetAPersonsWordIntoARunThatIsTaken() {
        store().create(Rows.run(RUN));
        other().leases().take(RUN, LONG);
        store().saveApproval(RUN, new ApprovalRow("spec", "approve", "1".repeat(64), "", "Ann", Rows.NOW));
        store().saveDocument(RUN, "cancel_request", "{}");
        assertThat(store().approvals(RUN)).hasSize(1);
    }

    @Test
    void shouldBeTakenOverOnceWhenItsOwnerWasKilled() throws Exception {
        store().create(Rows.run(RUN));
        try (ChildJvm child = new ChildJvm(StoreChild.class, "lease", url(), RUN)) {
            assertThat(child.line()).isEqualTo("1");
            assertThatThrownBy(() -> store().leases().take(RUN, LONG))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("process " + child.pid());
            child.kill();
        }
        AtomicInteger taken = new AtomicInteger();
        runTogether(4, thread -> {
            try {
                taken.addAndGet((int) store().leases().take(RUN, LONG).token());
            } catch (UserError e) {
                assertThat(e).hasMessageContaining("being worked on");
            }
            return null;
        });
        assertThat(taken).hasValue(2);
    }

    @Test
    void shouldLetNoWriteOfTheOldOwnerPassOnceTheRunIsTaken() throws Exception {
        store().create(Rows.run(RUN));
        store().leases().take(RUN, OVER);
        CountDownLatch writing = new CountDownLatch(20);
        Thread old = new Thread(() -> {
            try {
                while (true) {
                    store().appendAudit(RUN, "{\"by\":\"old\"}");
                    writing.countDown();
                }
            } catch (WorldFault e) {
                // The run was taken.
            }
        });
        old.start();
        writing.await();
        other().leases().take(RUN, LONG);
        int atOnce = other().audit(RUN).size();
        old.join();
        assertThat(other().audit(RUN)).hasSize(atOnce);
    }

    /** The same store as another process has it. */
    final RunStore other() {
        if (second == null) {
            second = Stores.open(url(), Optional.empty(), Optional.empty(), Clock.fixed(Rows.NOW, ZoneOffset.UTC));
        }
        return second;
    }

    @AfterEach
    void closeOther() {
        if (second != null) {
            second.close();
        }
    }
}
