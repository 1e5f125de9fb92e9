package io.jenkins.plugins.openfactory.engine.stage.cigate;

import io.jenkins.plugins.openfactory.forge.github.Pauses;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** A clock that moves only when somebody waits, and makes happen what is due meanwhile. Safe for any thread. */
final class SimulatedTime extends Clock {
    static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    /** Nothing that a gate waits for takes longer. */
    private static final Duration FOREVER = Duration.ofDays(2);

    private final TreeMap<Instant, Deque<Runnable>> due = new TreeMap<>();
    private Instant now = START;

    /** Something that happens so long after the start. */
    synchronized SimulatedTime at(Duration afterStart, Runnable event) {
        due.computeIfAbsent(START.plus(afterStart), t -> new ArrayDeque<>()).add(event);
        return this;
    }

    /** Something that happens so long after now. */
    synchronized void in(Duration later, Runnable event) {
        at(since().plus(later), event);
    }

    synchronized Duration since() {
        return Duration.between(START, now);
    }

    synchronized void pass(Duration time) {
        Instant end = now.plus(time);
        while (!due.isEmpty() && !due.firstKey().isAfter(end)) {
            Map.Entry<Instant, Deque<Runnable>> next = due.firstEntry();
            now = next.getKey().isAfter(now) ? next.getKey() : now;
            Runnable event = next.getValue().poll();
            if (next.getValue().isEmpty()) {
                due.remove(next.getKey());
            }
            event.run();
        }
        now = end.isAfter(now) ? end : now;
        if (since().compareTo(FOREVER) > 0) {
            throw new AssertionError("it never ends: " + since() + " have passed");
        }
    }

    Pauses pauses() {
        return (duration, cancel) -> {
            cancel.throwIfCancelled();
            pass(duration);
            cancel.throwIfCancelled();
        };
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
