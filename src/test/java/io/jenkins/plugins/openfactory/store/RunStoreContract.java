package io.jenkins.plugins.openfactory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.forge.ForgeRecords;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.run.TicketState;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WaitReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every run store must do for one user at a time. */
abstract class RunStoreContract {
    private static final String RUN = "20261122-100000-abcdef";
    private static final String NASTY = "'\";--\n\t\\ \u00e9\u4e16\ud83d\ude00 \u202e %s ? $1 {}";

    /** An open, empty store whose clock stands still at {@link Rows#NOW}. */
    abstract RunStore store();

    /** Makes the empty store and opens it; runs before each test. */
    abstract void open() throws Exception;

    @BeforeEach
    void create() throws Exception {
        open();
        store().create(Rows.run(RUN));
    }

    @Test
    void shouldGiveBackTheRunThatWasCreated() {
        assertThat(store().run(RUN)).contains(Rows.run(RUN));
        assertThat(store().run("none")).isEmpty();
        assertThat(store().stages(RUN)).hasSize(8).allSatisfy(stage -> {
            assertThat(stage.state()).isEqualTo(StageState.PENDING);
            assertThat(stage.attempts()).isZero();
        });
        assertThat(store().stages(RUN)).extracting(StageRow::stage).containsExactly(StageId.values());
    }

    @Test
    void shouldRefuseASecondRunWithTheSameId() {
        assertThatThrownBy(() -> store().create(Rows.run(RUN)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(RUN);
        assertThat(store().run(RUN)).contains(Rows.run(RUN));
    }

    @Test
    void shouldKeepTextsAsTheyAre() {
        RunRow run = new RunRow(
                "nasty",
                "t",
                JobState.FAILED,
                Optional.of(WaitReason.CI),
                Optional.of(NASTY),
                NASTY,
                "{}",
                NASTY.repeat(20_000),
                "h",
                Optional.of("s"),
                Optional.of("code"),
                Optional.of(NASTY),
                Rows.NOW,
                Rows.NOW);
        store().create(run);
        assertThat(store().run("nasty")).contains(run);
    }

    @Test
    void shouldReplaceANulThatNoDatabaseKeepsTheSameWay() {
        store().saveDocument(RUN, "d", "a\0b");
        assertThat(store().document(RUN, "d")).contains("a\uFFFDb");
    }

    @Test
    void shouldChangeARunFromWhatItIsNow() {
        store().update(RUN, run -> run.withSpec("5".repeat(64), "What is frozen"));
        RunRow changed = store().update(RUN, run -> run.waiting(WaitReason.APPROVAL, "Is this right?"));
        assertThat(changed.specSha256()).contains("5".repeat(64));
        assertThat(changed.updatedAt()).isEqualTo(Rows.NOW);
        assertThat(store().run(RUN)).contains(changed);
        assertThat(store().update(RUN, run -> run.withError(JobState.FAILED, "spec_drift", "The spec changed."))
                        .errorCode())
                .contains("spec_drift");
        assertThat(store().runs(10)).extracting(RunSummary::state).containsExactly(JobState.FAILED);
    }

    @Test
    void shouldNotChangeARunWhereTheChangeThrows() {
        assertThatThrownBy(() -> store().update(RUN, run -> {
                    throw new ArithmeticException("no");
                }))
                .isInstanceOf(ArithmeticException.class);
        assertThat(store().run(RUN)).contains(Rows.run(RUN));
        assertThatThrownBy(() -> store().update("none", run -> run))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'none'");
    }

    @Test
    void shouldListTheNewestRunsFirst() {
        for (int i = 0; i < 30; i++) {
            store().create(Rows.run("r" + i, Rows.NOW.plusSeconds(i + 1)));
        }
        assertThat(store().runs(3)).extracting(RunSummary::runId).containsExactly("r29", "r28", "r27");
        assertThat(store().runs(1000)).hasSize(31);
    }

    @Test
    void shouldKeepStagesTicketsDocumentsAndApprovals() {
        StageRow stage = new StageRow(
                StageId.ARCHITECTURE,
                StageState.SUCCEEDED,
                2,
                Optional.of(Rows.NOW),
                Optional.of(Rows.NOW.plusNanos(1)),
                "Three components");
        store().saveStage(RUN, stage);
        assertThat(store().stages(RUN)).hasSize(8).element(2).isEqualTo(stage);
        StageRow begun = new StageRow(
                StageId.TICKET_PLANNING, StageState.RUNNING, 1, Optional.of(Rows.NOW), Optional.empty(), "");
        store().saveStageBegun(RUN, begun);
        assertThat(store().stages(RUN)).element(3).isEqualTo(begun);

        TicketRow second = new TicketRow(
                "0002", NASTY, TicketState.PENDING, 0, List.of("0001"), Optional.empty(), Optional.empty(), "");
        TicketRow first =
                new TicketRow("0001", "a", TicketState.RUNNING, 1, List.of(), Optional.of("b"), Optional.of("c"), "d");
        store().saveTicket(RUN, second);
        store().saveTicket(RUN, first);
        assertThat(store().tickets(RUN)).containsExactly(first, second);
        store().saveTicket(RUN, Rows.withState(second, TicketState.SUCCEEDED));
        assertThat(store().tickets(RUN)).extracting(TicketRow::state).contains(TicketState.SUCCEEDED);

        assertThat(store().document(RUN, "checks")).isEmpty();
        store().saveDocument(RUN, "checks", "[]");
        store().saveDocument(RUN, "checks", "[1]");
        assertThat(store().document(RUN, "checks")).contains("[1]");

        ApprovalRow no = new ApprovalRow("spec", "reject", "h", "too large", "ann", Rows.NOW);
        ApprovalRow yes = new ApprovalRow("spec", "approve", "i", "", "bob", Rows.NOW);
        store().saveApproval(RUN, no);
        store().saveApproval(RUN, yes);
        assertThat(store().approvals(RUN)).containsExactly(no, yes);
    }

    @Test
    void shouldSayThatWhatIsWrittenForHasToBeThere() {
        assertThatThrownBy(() -> store().saveDocument("none", "d", "{}")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store().intend(Rows.intent("none", "k"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store().appendAudit("none", "{}")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> complete("no-intent", "{}")).isInstanceOf(IllegalStateException.class);
        assertThat(store().exchanges(RUN)).isEmpty();
        assertThat(store().ledger(RUN)).isEmpty();
        assertThat(store().usage(RUN)).isEqualTo(new RunStore.Usage(0, 0, 0, 0, 0));
    }

    @Test
    void shouldRecordIntentThenOutcomeWithExchangeAndCost() {
        assertThat(store().intend(Rows.intent(RUN, "k1"))).isEqualTo(Rows.intent(RUN, "k1"));
        assertThat(store().effect(RUN, "k1")).contains(Rows.intent(RUN, "k1"));
        complete("k1", "{\"a\":1}");
        assertThat(store().effect(RUN, "k1").flatMap(EffectRow::outcome)).contains("{\"a\":1}");
        assertThat(store().effect(RUN, "k1").flatMap(EffectRow::doneAt)).contains(Rows.NOW);
        assertThat(store().exchanges(RUN)).containsExactly(Rows.exchange(RUN, "k1"));
        assertThat(store().ledger(RUN)).containsExactly(Rows.ledger(RUN, "k1", 15, 0.25, true));
        assertThat(store().usage(RUN)).isEqualTo(new RunStore.Usage(10, 5, 0.25, 1, 0));
    }

    @Test
    void shouldRecordWhatMayWaitForTheDiskAsItRecordsTheRest() {
        assertThat(store().intendSoon(Rows.intent(RUN, "k1"))).isEqualTo(Rows.intent(RUN, "k1"));
        assertThat(store().intendSoon(Rows.intent(RUN, "k1")).tries()).isEqualTo(2);
        store().completeSoon(RUN, "k1", "{\"a\":1}", "", Rows.NOW);
        assertThat(store().effect(RUN, "k1").flatMap(EffectRow::outcome)).contains("{\"a\":1}");
        store().completeSoon(RUN, "k1", "{\"a\":1}", "", Rows.NOW);
        assertThatThrownBy(() -> store().completeSoon(RUN, "k1", "{\"a\":2}", "", Rows.NOW))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store().completeSoon(RUN, "none", "{}", "", Rows.NOW))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store().intendSoon(Rows.intent("none", "k")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldCountTriesAndKeepTheOrderOfIntents() {
        for (String key : List.of("b", "a", "c")) {
            store().intend(Rows.intent(RUN, key));
        }
        EffectRow again = store().intend(Rows.withNote(Rows.intent(RUN, "a"), "made again after a crash"));
        assertThat(again.tries()).isEqualTo(2);
        assertThat(again.note()).isEqualTo("made again after a crash");
        assertThat(store().intend(Rows.intent(RUN, "a")).note()).isEqualTo("made again after a crash");
        assertThat(store().effects(RUN)).extracting(EffectRow::key).containsExactly("b", "a", "c");
    }

    @Test
    void shouldNeverTouchAnOutcome() {
        store().intend(Rows.intent(RUN, "k1"));
        complete("k1", "{}");
        EffectRow done = store().effect(RUN, "k1").orElseThrow();
        assertThat(store().intend(Rows.withNote(Rows.intent(RUN, "k1"), "again")))
                .isEqualTo(done);
        complete("k1", "{}");
        assertThatThrownBy(() -> complete("k1", "{\"other\":1}"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("k1");
        assertThat(store().effect(RUN, "k1")).contains(done);
        assertThat(store().usage(RUN).exchanges()).isEqualTo(1);
    }

    @Test
    void shouldCountExchangesWithoutAPriceApart() {
        store().intend(Rows.intent(RUN, "k1"));
        store().complete(RUN, "k1", "{}", "n", Rows.NOW, Optional.of(Rows.unpriced(RUN, "k1")), Optional.empty());
        assertThat(store().usage(RUN)).isEqualTo(new RunStore.Usage(10, 5, 0, 1, 1));
        assertThat(store().exchanges(RUN)).containsExactly(Rows.unpriced(RUN, "k1"));
        assertThat(store().effect(RUN, "k1").map(EffectRow::note)).contains("n");
    }

    @Test
    void shouldReserveExactlyUpToTheBound() {
        RunStore.BudgetBounds oneDollar = Rows.bounds("run", 1.0);
        for (int i = 0; i < 10; i++) {
            assertThat(store().reserve(Rows.ledger(RUN, "k" + i, 5, 0.1, false), oneDollar))
                    .isEmpty();
        }
        assertThat(store().reserve(Rows.ledger(RUN, "k10", 5, 0.000000001, false), oneDollar))
                .hasValueSatisfying(
                        sentence -> assertThat(sentence).contains("1 USD", "run " + RUN, "0.000000001 USD more"));
        assertThat(store().ledger(RUN)).hasSize(10);
        assertThat(store().reserve(Rows.ledger(RUN, "k10", 951, 0, false), Rows.tokensPerRun(1000)))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("1000 tokens", "951", "50"));
        assertThat(store().reserve(Rows.ledger(RUN, "k10", 950, 0, false), Rows.tokensPerRun(1000)))
                .isEmpty();
    }

    @Test
    void shouldFreeWhatACallDidNotUse() {
        store().intend(Rows.intent(RUN, "k1"));
        assertThat(store().reserve(Rows.ledger(RUN, "k1", 900, 0, false), Rows.tokensPerRun(1000)))
                .isEmpty();
        assertThat(store().reserve(Rows.ledger(RUN, "k1", 1000, 0, false), Rows.tokensPerRun(1000)))
                .as("the same call again, after a crash")
                .isEmpty();
        assertThat(store().reserve(Rows.ledger(RUN, "k2", 100, 0, false), Rows.tokensPerRun(1000)))
                .isPresent();
        complete("k1", "{}");
        assertThat(store().reserve(Rows.ledger(RUN, "k2", 985, 0, false), Rows.tokensPerRun(1000)))
                .isEmpty();
        assertThatThrownBy(() -> store().reserve(Rows.ledger(RUN, "k1", 1, 0, false), RunStore.BudgetBounds.none()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldHoldTheBoundOfATicketAndOfADay() {
        store().create(Rows.run("other"));
        assertThat(store().reserve(Rows.ledger("other", "k", 1, 0.75, false), Rows.bounds("ticket", 1.0)))
                .isEmpty();
        assertThat(store().reserve(Rows.ledger(RUN, "k", 1, 0.75, false), Rows.bounds("ticket", 1.0)))
                .as("the same ticket number of another run is another ticket")
                .isEmpty();
        assertThat(store().reserve(Rows.ledger(RUN, "l", 1, 0.5, false), Rows.bounds("ticket", 1.0)))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("ticket 0001", "0.75 USD"));
        assertThat(store().reserve(Rows.ledger(RUN, "l", 1, 0.5, false), Rows.bounds("day", 2.0)))
                .isEmpty();
        assertThat(store().reserve(Rows.ledger(RUN, "m", 1, 0.5, false), Rows.bounds("day", 2.0)))
                .hasValueSatisfying(sentence -> assertThat(sentence).contains("the day", "2 USD"));
        assertThat(store().reserve(Rows.ledger(RUN, "m", 1, 0.5, false), Rows.tomorrow(2.0)))
                .isEmpty();
    }

    @Test
    void shouldTakeABoundThatNobodyReaches() {
        RunStore.BudgetBounds huge = Rows.bounds("run", Double.MAX_VALUE);
        assertThat(store().reserve(Rows.ledger(RUN, "a", Long.MAX_VALUE / 4, 1e300, false), huge))
                .isEmpty();
        assertThat(store().reserve(Rows.ledger(RUN, "b", 1, 1e300, false), huge))
                .isPresent();
        assertThat(store().reserve(Rows.ledger(RUN, "b", 1, 0, false), Rows.tokensPerRun(Long.MAX_VALUE)))
                .isEmpty();
    }

    @Test
    void shouldChainTheAudit() {
        AuditRow first = store().appendAudit(RUN, "{\"z\":1, \"a\":[\"\u00e9\"], \"seq\":7}");
        AuditRow second = store().appendAudit(RUN, "{}");
        assertThat(first.record()).isEqualTo("{\"a\":[\"\u00e9\"],\"seq\":1,\"z\":1}");
        assertThat(second.record()).isEqualTo("{\"seq\":2}");
        assertThat(store().audit(RUN)).containsExactly(first, second);
        Rows.assertChain(store().audit(RUN));
        assertThatThrownBy(() -> store().appendAudit(RUN, "[]")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().appendAudit(RUN, "{")).isInstanceOf(IllegalArgumentException.class);
        assertThat(store().audit(RUN)).hasSize(2);
    }

    @Test
    void shouldRecordWhatWasSeenOnce() {
        store().create(Rows.run("seen"));
        store().seen(Rows.intent("seen", "k"), "{\"a\":1}", Rows.NOW);
        store().seen(Rows.intent("seen", "k"), "{\"a\":1}", Rows.NOW);

        assertThat(store().effects("seen")).singleElement().satisfies(effect -> {
            assertThat(effect.outcome()).contains("{\"a\":1}");
            assertThat(effect.doneAt()).contains(Rows.NOW);
            assertThat(effect.tries()).isEqualTo(1);
        });
        assertThatThrownBy(() -> store().seen(Rows.intent("seen", "k"), "{\"a\":2}", Rows.NOW))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store().lastEffect("seen").map(EffectRow::key)).contains("k");
    }

    @Test
    void shouldDeleteWhatTheLocalForgeHasOfARun() {
        ForgeRecords forge = store().forge();
        String branch = "openfactory/" + RUN;
        long mine = forge.addPull("a/b", branch, "main", "t", "b", Rows.NOW).number();
        long other = forge.addPull("a/b", "openfactory/other", "main", "t", "b", Rows.NOW)
                .number();
        forge.addComment("a/b", mine, "m", "text", Rows.NOW);
        forge.addCheck("a/b", "c0ffee", "tests", Rows.NOW);
        store().saveDocument(RUN, "pull_request", "{\"branch\":\"" + branch + "\",\"headSha\":\"c0ffee\"}");

        assertThat(store().delete(RUN)).isTrue();

        assertThat(forge.pull("a/b", mine)).isEmpty();
        assertThat(forge.comments("a/b", mine)).isEmpty();
        assertThat(forge.checks("a/b", "c0ffee")).isEmpty();
        assertThat(forge.pull("a/b", other)).isPresent();
    }

    @Test
    void shouldSayThatASoundStoreIsSound() {
        assertThat(store().check()).isEmpty();
    }

    private void complete(String key, String outcome) {
        store().complete(
                        RUN,
                        key,
                        outcome,
                        "",
                        Rows.NOW,
                        Optional.of(Rows.exchange(RUN, key)),
                        Optional.of(Rows.ledger(RUN, key, 15, 0.25, true)));
    }
}
