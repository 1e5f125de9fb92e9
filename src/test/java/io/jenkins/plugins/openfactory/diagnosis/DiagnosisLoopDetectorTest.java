package io.jenkins.plugins.openfactory.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.diagnosis.LoopEvent.Action;
import io.jenkins.plugins.openfactory.diagnosis.LoopEvent.Attempt;
import io.jenkins.plugins.openfactory.diagnosis.LoopEvent.Error;
import io.jenkins.plugins.openfactory.diagnosis.LoopVerdict.Continue;
import io.jenkins.plugins.openfactory.diagnosis.LoopVerdict.Nudge;
import io.jenkins.plugins.openfactory.diagnosis.LoopVerdict.Stop;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DiagnosisLoopDetectorTest {
    private static List<LoopEvent> times(int times, LoopEvent event) {
        return Collections.nCopies(times, event);
    }

    @SafeVarargs
    private static LoopVerdict judge(List<LoopEvent>... parts) {
        List<LoopEvent> events = new ArrayList<>();
        for (List<LoopEvent> part : parts) {
            events.addAll(part);
        }
        return LoopDetector.judge(events);
    }

    @Test
    void shouldStopAtTheFourthSameActionWithTheSameResult() {
        Action action = new Action("make test", "exit 2 after 1.2 s");

        assertThat(judge(times(3, action))).isInstanceOf(Continue.class);
        assertThat(judge(times(4, action)))
                .isInstanceOfSatisfying(
                        Stop.class, stop -> assertThat(stop.reason()).contains("4 times", "make test"));
    }

    @Test
    void shouldCompareContentsNotTimings() {
        assertThat(judge(
                        List.of(new Action("make test", "failed in 1.2 s at 0x7f01")),
                        List.of(new Action("make test", "failed in 3 ms at 0x7f02")),
                        List.of(new Action("make test", "failed in 12 s at 0x7f03")),
                        List.of(new Action("make test", "failed in 9.9 s at 0x7f04"))))
                .isInstanceOf(Stop.class);
    }

    @Test
    void shouldGoOnWhereTheResultDiffers() {
        assertThat(judge(times(3, new Action("make test", "2 failed")), List.of(new Action("make test", "1 failed"))))
                .isInstanceOf(Continue.class);
    }

    @Test
    void shouldGoOnWhereAnErrorMoves() {
        List<LoopEvent> moving = List.of(
                new Action("make test", "Parser.java:12:4: error: ';' expected, see line 12"),
                new Action("make test", "Parser.java:19:4: error: ';' expected, see line 19"),
                new Action("make test", "Parser.java:31:9: error: ';' expected, see line 31"),
                new Action("make test", "Parser.java:40:1: error: ';' expected, see line 40"));

        assertThat(judge(moving)).isInstanceOf(Continue.class);
        assertThat(judge(times(4, moving.get(0)))).isInstanceOf(Stop.class);
    }

    @Test
    void shouldNudgeOnceAtTheThirdSameErrorThenStop() {
        Error error = new Error("SEARCH block 1 not found in src/a.c");

        assertThat(judge(times(2, error))).isInstanceOf(Continue.class);
        assertThat(judge(times(3, error)))
                .isInstanceOfSatisfying(
                        Nudge.class, nudge -> assertThat(nudge.text()).contains("SEARCH block 1"));
        assertThat(judge(times(4, error))).isInstanceOf(Stop.class);
        assertThat(judge(times(3, error), times(3, new Error("another one")))).isInstanceOf(Stop.class);
    }

    @Test
    void shouldStopWhereSixEventsAlternate() {
        Action one = new Action("edit a", "applied");
        Action other = new Action("edit b", "applied");

        assertThat(judge(List.of(one, other, one, other, one))).isInstanceOf(Continue.class);
        assertThat(judge(List.of(one, other, one, other, one, other)))
                .isInstanceOfSatisfying(
                        Stop.class, stop -> assertThat(stop.reason()).contains("edit a", "edit b"));
        assertThat(judge(List.of(one, other, one, other, new Action("edit c", "applied"), other)))
                .isInstanceOf(Continue.class);
    }

    @Test
    void shouldStopWhereTheSamePatchFailsInTheSameWay() {
        assertThat(judge(List.of(new Attempt("p1", "f1"), new Attempt("p2", "f1"), new Attempt("p1", "f2"))))
                .isInstanceOf(Continue.class);
        assertThat(judge(List.of(new Attempt("p1", "f1"), new Attempt("p2", "f1"), new Attempt("p1", "f1"))))
                .isInstanceOf(Stop.class);
    }

    @Test
    void shouldForgetWhatLeftTheWindow() {
        Action action = new Action("make test", "failed");
        List<LoopEvent> others = new ArrayList<>();
        for (int i = 0; i < LoopDetector.WINDOW - 3; i++) {
            others.add(new Action("edit " + (char) ('a' + i), "applied"));
        }

        assertThat(judge(times(3, action), others, times(1, action))).isInstanceOf(Continue.class);
        assertThat(judge(times(3, action), others.subList(1, others.size()), times(1, action)))
                .isInstanceOf(Stop.class);
    }

    @Property(tries = 200)
    void shouldJudgeTheSameWhenFedAgain(@ForAll List<@IntRange(max = 6) Integer> choices) {
        List<LoopEvent> events = new ArrayList<>();
        LoopDetector detector = new LoopDetector();
        LoopVerdict last = new Continue();
        for (int choice : choices) {
            LoopEvent event = choice < 2
                    ? new Error("e" + choice)
                    : choice < 4 ? new Action("a" + choice, "r") : new Attempt("p" + choice, "f");
            events.add(event);
            last = detector.feed(event);
        }

        assertThat(LoopDetector.judge(events)).isEqualTo(last);
    }
}
