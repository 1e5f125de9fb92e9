package io.jenkins.plugins.openfactory.edit;

import static io.jenkins.plugins.openfactory.edit.Outcomes.applied;
import static io.jenkins.plugins.openfactory.edit.Outcomes.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RetryTest {
    private static final MapTree TREE = MapTree.of("a.txt", "1\n2\n3\n", "b.txt", "x\n");
    private final EditEngine engine = new EditEngine();

    private static String block(String path, String search, String replace) {
        return path + "\n```\n<<<<<<< SEARCH\n" + search + "\n=======\n" + replace + "\n>>>>>>> REPLACE\n```\n\n";
    }

    @Test
    void shouldKeepTheGoodBlocksAndReplaceTheFailedOneInItsPlace() {
        String first = block("a.txt", "1", "one")
                + block("a.txt", "zwei", "two")
                + block("a.txt", "two", "TWO")
                + block("b.txt", "x", "y");

        assertThat(refused(first, TREE).feedback())
                .contains("2 edits of 4")
                .contains("The other 2 edits are fine and are kept");
        assertThat(applied(engine.retry(first, block("a.txt", "2", "two") + block("a.txt", "two", "TWO"), TREE)))
                .containsExactly("modify a.txt\none\nTWO\n3\n", "modify b.txt\ny\n");
    }

    @Test
    void shouldTakeSeveralForOneAndOneForSeveral() {
        String first = block("a.txt", "zwei", "two") + block("a.txt", "3", "three");

        assertThat(applied(engine.retry(first, block("a.txt", "2", "two") + block("a.txt", "1", "one"), TREE)))
                .containsExactly("modify a.txt\none\ntwo\nthree\n");
        assertThat(applied(engine.retry(
                        block("a.txt", "eins", "one") + block("a.txt", "zwei", "two"),
                        block("a.txt", "1\n2", "one\ntwo"),
                        TREE)))
                .containsExactly("modify a.txt\none\ntwo\n3\n");
    }

    @Test
    void shouldDropWhatIsSentTwice() {
        String good = block("a.txt", "1", "one");

        assertThat(applied(engine.retry(good + block("b.txt", "q", "y"), good + block("b.txt", "x", "y"), TREE)))
                .containsExactly("modify a.txt\none\n2\n3\n", "modify b.txt\ny\n");
    }

    @Test
    void shouldLetAWholeFileTakeThePlaceOfItsBlocks() {
        String first = block("a.txt", "1", "one") + block("a.txt", "zwei", "two") + block("b.txt", "x", "y");

        assertThat(applied(engine.retry(first, "a.txt\n```\none\ntwo\n3\n```\n", TREE)))
                .containsExactly("modify a.txt\none\ntwo\n3\n", "modify b.txt\ny\n");
    }

    @Test
    void shouldFailAgainWhereABlockIsNotSentAgain() {
        String first = block("a.txt", "zwei", "two") + block("b.txt", "x", "y");
        EditOutcome.Refused again = refused(engine.retry(first, block("b.txt", "y", "z"), TREE));

        assertThat(again.problems()).extracting(EditOutcome.Problem::path).containsExactly("a.txt");
        assertThat(again.feedback()).contains("not sent again");
    }

    @Test
    void shouldDropWhatCouldNotBeRight() {
        String first = block("a.txt", "1", "1") + block("c.txt", "x", "y") + block("b.txt", "x", "y");

        assertThat(applied(engine.retry(first, "That was a slip; the rest stands.\n", TREE)))
                .containsExactly("modify b.txt\ny\n");
    }

    @Test
    void shouldTakeAFullNewReplyAlone() {
        String first = block("a.txt", "1", "one") + block("a.txt", "zwei", "two");
        String second = block("a.txt", "1\n2", "uno\ndue") + block("a.txt", "3", "tre");

        assertThat(applied(engine.retry(first, second, TREE))).containsExactly("modify a.txt\nuno\ndue\ntre\n");
    }

    @Test
    void shouldGoOnOverSeveralReplies() {
        String first = block("a.txt", "eins", "one") + block("a.txt", "zwei", "two") + block("b.txt", "x", "y");
        String second = block("a.txt", "1", "one") + block("a.txt", "deux", "two");
        String third = block("a.txt", "2", "two");

        assertThat(applied(engine.retry(List.of(first, second, third), TREE)))
                .containsExactly("modify a.txt\none\ntwo\n3\n", "modify b.txt\ny\n");
        assertThat(applied(engine.retry("no edits here", third, TREE))).containsExactly("modify a.txt\n1\ntwo\n3\n");
    }
}
