package io.jenkins.plugins.openfactory.diagnosis;

import io.jenkins.plugins.openfactory.diagnosis.LoopVerdict.Continue;
import io.jenkins.plugins.openfactory.diagnosis.LoopVerdict.Nudge;
import io.jenkins.plugins.openfactory.diagnosis.LoopVerdict.Stop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Notices that work on a ticket goes round in circles. It knows nothing but the events it was fed, so feeding the
 * recorded events again gives the same verdicts. Not safe for several threads.
 *
 * <p>Over the last 20 events: the same action with the same result four times, the same error three times (one nudge,
 * after that a stop), six events that alternate between two, the same patch failing in the same way.
 */
public final class LoopDetector {
    /** How many events are looked at. */
    public static final int WINDOW = 20;

    private static final int SAME_ACTION = 4;
    private static final int SAME_ERROR = 3;
    private static final int ALTERNATING = 6;

    private record Key(String kind, String content, String outcome) {}

    private final Deque<Key> window = new ArrayDeque<>();
    private boolean nudged;

    /** The verdict on the last of these events, all fed to a new detector; {@code Continue} for none. */
    public static LoopVerdict judge(List<LoopEvent> events) {
        LoopDetector detector = new LoopDetector();
        LoopVerdict verdict = new Continue();
        for (LoopEvent event : events) {
            verdict = detector.feed(event);
        }
        return verdict;
    }

    /** Takes the next event into account. */
    public LoopVerdict feed(LoopEvent event) {
        Key key = key(event);
        window.addLast(key);
        if (window.size() > WINDOW) {
            window.removeFirst();
        }
        int times = Collections.frequency(window, key);
        return byRepetition(event, times).or(this::byAlternation).orElseGet(Continue::new);
    }

    private static Key key(LoopEvent event) {
        if (event instanceof LoopEvent.Action action) {
            return new Key(
                    "action", Volatile.removedButPlaces(action.action()), Volatile.removedButPlaces(action.result()));
        }
        if (event instanceof LoopEvent.Error error) {
            return new Key("error", Volatile.removed(error.identity()), "");
        }
        LoopEvent.Attempt attempt = (LoopEvent.Attempt) event;
        return new Key("attempt", attempt.patchHash(), attempt.failureSignature());
    }

    private Optional<LoopVerdict> byRepetition(LoopEvent event, int times) {
        if (event instanceof LoopEvent.Action action && times >= SAME_ACTION) {
            return Optional.of(new Stop("The same action had the same result " + times + " times: "
                    + shown(action.action()) + "; a person has to look at the ticket."));
        }
        if (event instanceof LoopEvent.Attempt && times > 1) {
            return Optional.of(new Stop(
                    "The same patch failed in the same way again; a person has to look at the ticket or its tests."));
        }
        if (event instanceof LoopEvent.Error error && times >= SAME_ERROR) {
            return Optional.of(afterError(error.message(), times));
        }
        return Optional.empty();
    }

    private LoopVerdict afterError(String message, int times) {
        if (nudged) {
            return new Stop("The same error came " + times + " times, also after a hint: " + shown(message)
                    + "; a person has to look at the ticket.");
        }
        nudged = true;
        return new Nudge("The same error came " + times + " times: " + shown(message)
                + "\nWhat was tried does not work. Name the cause in one sentence first, then take another way.");
    }

    private Optional<LoopVerdict> byAlternation() {
        if (window.size() < ALTERNATING) {
            return Optional.empty();
        }
        List<Key> all = new ArrayList<>(window);
        List<Key> last = all.subList(all.size() - ALTERNATING, all.size());
        Key one = last.get(0);
        Key other = last.get(1);
        for (int i = 0; i < ALTERNATING; i++) {
            if (one.equals(other) || !last.get(i).equals(i % 2 == 0 ? one : other)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Stop("The last six events alternate between two: " + shown(one.content()) + " and "
                + shown(other.content()) + "; a person has to look at the ticket."));
    }

    private static String shown(String text) {
        return "\"" + LogCleaner.shortened(text.strip().replaceAll("\\s+", " "), 200) + "\"";
    }
}
