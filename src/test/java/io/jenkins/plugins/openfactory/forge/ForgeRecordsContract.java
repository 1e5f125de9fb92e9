package io.jenkins.plugins.openfactory.forge;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.forge.ForgeRecords.CheckRow;
import io.jenkins.plugins.openfactory.forge.ForgeRecords.PullRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every keeper of the local forge's records must do. */
public abstract class ForgeRecordsContract {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String COMMIT = "a".repeat(40);

    /** Empty records, the same ones throughout one test. */
    protected abstract ForgeRecords records();

    @Test
    void shouldNumberPullRequestsPerRepository() {
        PullRow first = records().addPull("one", "head-a", "main", "Title", "Body", NOW);
        PullRow second = records().addPull("one", "head-b", "main", "Title", "Body", NOW);
        PullRow other = records().addPull("two", "head-a", "main", "Title", "Body", NOW);

        assertThat(first).isEqualTo(new PullRow("one", 1, "head-a", "main", "Title", "Body", true, true, NOW));
        assertThat(second.number()).isEqualTo(2);
        assertThat(other.number()).isEqualTo(1);
    }

    @Test
    void shouldReturnThePullRequestThatHasTheHeadBranch() {
        PullRow first = records().addPull("one", "head", "main", "Title", "Body", NOW);
        PullRow again = records().addPull("one", "head", "main", "Other title", "Other body", NOW.plusSeconds(1));

        assertThat(again).isEqualTo(first);
        assertThat(records().pullByHead("one", "head")).contains(first);
        assertThat(records().pull("one", 1)).contains(first);
        assertThat(records().pull("one", 2)).isEmpty();
        assertThat(records().pull("two", 1)).isEmpty();
        assertThat(records().pullByHead("one", "none")).isEmpty();
    }

    @Test
    void shouldKeepTextAsItIs() {
        String text = "Ünïcode \uD83D\uDE80\r\n\tquoted 'x' \"y\" \\ ; -- \n";
        PullRow row = records().addPull("one", "heäd", "main", text, text.repeat(1000), NOW);
        assertThat(records().pull("one", row.number())).contains(row);
        records().addComment("one", row.number(), "m", text, NOW);
        assertThat(records().comments("one", row.number())).containsExactly(text);
    }

    @Test
    void shouldAddACommentOnce() {
        PullRow row = records().addPull("one", "head", "main", "Title", "Body", NOW);
        records().addComment("one", row.number(), "marker", "first", NOW);
        records().addComment("one", row.number(), "marker", "second", NOW.plusSeconds(1));
        records().addComment("one", row.number(), "other", "third", NOW.plusSeconds(2));

        assertThat(records().comments("one", row.number())).containsExactly("first", "third");
        assertThat(records().comments("one", row.number() + 1)).isEmpty();
    }

    @Test
    void shouldKeepTheNewestAttemptOfEachCheckInOrderOfName() {
        CheckRow tests = records().addCheck("one", COMMIT, "tests", NOW);
        CheckRow lint = records().addCheck("one", COMMIT, "lint", NOW);
        CheckRow again = records().addCheck("one", COMMIT, "tests", NOW.plusSeconds(1));
        records().addCheck("one", "b".repeat(40), "tests", NOW);
        records().addCheck("two", COMMIT, "tests", NOW);

        assertThat(tests.attempt()).isEqualTo(1);
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(tests.status()).isEqualTo(Forge.Status.QUEUED);
        assertThat(tests.conclusion()).isEmpty();
        assertThat(tests.owner()).isEmpty();
        assertThat(tests.summary()).isEmpty();
        assertThat(tests.log()).isEmpty();
        assertThat(records().checks("one", COMMIT)).containsExactly(lint, again);
        assertThat(records().check(tests.id())).contains(tests);
        assertThat(records().check(-1)).isEmpty();
    }

    @Test
    void shouldMoveACheckOn() {
        CheckRow row = records().addCheck("one", COMMIT, "tests", NOW);
        CheckRow running = with(row, Forge.Status.IN_PROGRESS, Optional.empty());
        records().updateCheck(running);
        assertThat(records().check(row.id())).contains(running);

        for (Forge.Conclusion conclusion : Forge.Conclusion.values()) {
            CheckRow ended = with(row, Forge.Status.COMPLETED, Optional.of(conclusion));
            records().updateCheck(ended);
            assertThat(records().checks("one", COMMIT)).containsExactly(ended);
        }
    }

    @Test
    void shouldGiveEveryThreadItsOwnNumber() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Long>> work = new ArrayList<>();
            IntStream.range(0, 16)
                    .forEach(i -> work.add(() -> records()
                            .addPull("one", "head-" + i % 8, "main", "Title", "Body", NOW)
                            .number()));
            List<Long> numbers = new ArrayList<>();
            for (Future<Long> future : threads.invokeAll(work)) {
                numbers.add(future.get());
            }
            assertThat(numbers.stream().distinct().sorted()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        } finally {
            threads.shutdownNow();
        }
    }

    private static CheckRow with(CheckRow row, Forge.Status status, Optional<Forge.Conclusion> conclusion) {
        return new CheckRow(
                row.id(),
                row.repository(),
                row.commit(),
                row.name(),
                row.attempt(),
                status,
                conclusion,
                "123@2026-01-02T03:04:05Z",
                "a summary",
                "/some/log",
                NOW.plusSeconds(5));
    }
}
