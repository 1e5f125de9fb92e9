package io.jenkins.plugins.openfactory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.forge.ForgeRecords;
import io.jenkins.plugins.openfactory.forge.ForgeRecords.CheckRow;
import io.jenkins.plugins.openfactory.forge.ForgeRecords.PullRow;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a store must do for the local forge. */
abstract class ForgeRecordsContract extends LeaseContract {
    private static final String COMMIT = "a".repeat(40);

    @Test
    void shouldNumberThePullRequestsOfEachRepository() {
        ForgeRecords forge = store().forge();
        PullRow first = forge.addPull("a/b", "openfactory/r1", "main", "T", "B", Rows.NOW);
        PullRow again = forge.addPull("a/b", "openfactory/r1", "main", "other", "other", Rows.NOW);
        PullRow second = forge.addPull("a/b", "openfactory/r2", "main", "T", "B", Rows.NOW);
        assertThat(first)
                .isEqualTo(new PullRow("a/b", 1, "openfactory/r1", "main", "T", "B", true, true, Rows.NOW))
                .isEqualTo(again);
        assertThat(second.number()).isEqualTo(2);
        assertThat(forge.addPull("c/d", "x", "main", "T", "B", Rows.NOW).number())
                .isEqualTo(1);
        assertThat(forge.pull("a/b", 2)).contains(second);
        assertThat(forge.pull("a/b", 3)).isEmpty();
        assertThat(forge.pullByHead("a/b", "openfactory/r1")).contains(first);
        assertThat(forge.pullByHead("a/b", "none")).isEmpty();
    }

    @Test
    void shouldKeepOneCommentForEachMarker() {
        ForgeRecords forge = store().forge();
        forge.addPull("a/b", "h", "main", "T", "B", Rows.NOW);
        forge.addComment("a/b", 1, "m1", "first", Rows.NOW);
        forge.addComment("a/b", 1, "m1", "again", Rows.NOW);
        forge.addComment("a/b", 1, "m2", "second", Rows.NOW);
        assertThat(forge.commented("a/b", 1, "m2")).isTrue();
        assertThat(forge.commented("a/b", 1, "m3")).isFalse();
        assertThat(forge.commented("a/c", 1, "m2")).isFalse();
        assertThat(forge.comments("a/b", 1)).containsExactly("first", "second");
        assertThatThrownBy(() -> forge.addComment("a/b", 9, "m", "t", Rows.NOW))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldShowTheNewestAttemptOfEachCheck() {
        ForgeRecords forge = store().forge();
        CheckRow lint = forge.addCheck("a/b", COMMIT, "lint", Rows.NOW);
        CheckRow tests = forge.addCheck("a/b", COMMIT, "tests", Rows.NOW);
        CheckRow retried = forge.addCheck("a/b", COMMIT, "tests", Rows.NOW);
        assertThat(tests.attempt()).isEqualTo(1);
        assertThat(retried.attempt()).isEqualTo(2);
        assertThat(forge.checks("a/b", COMMIT)).containsExactly(lint, retried);
        assertThat(forge.checks("a/b", "b".repeat(40))).isEmpty();
        CheckRow over = new CheckRow(
                retried.id(),
                "a/b",
                COMMIT,
                "tests",
                2,
                Forge.Status.COMPLETED,
                Optional.of(Forge.Conclusion.TIMED_OUT),
                "12@3",
                "too slow",
                "/log",
                Rows.NOW.plusSeconds(9));
        forge.updateCheck(over);
        assertThat(forge.check(over.id())).contains(over);
        assertThat(forge.check(tests.id())).contains(tests);
        CheckRow unknown =
                new CheckRow(99, "a/b", COMMIT, "x", 1, Forge.Status.QUEUED, Optional.empty(), "", "", "", Rows.NOW);
        assertThatThrownBy(() -> forge.updateCheck(unknown)).isInstanceOf(IllegalStateException.class);
    }
}
