package io.jenkins.plugins.openfactory.engine.stage.release;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that goes on by the same step whenever it is read. */
final class StepClock extends Clock {
    private final Duration step;
    private final AtomicReference<Instant> now;

    StepClock(Instant start, Duration step) {
        this.step = step;
        this.now = new AtomicReference<>(start);
    }

    @Override
    public Instant instant() {
        return now.getAndUpdate(time -> time.plus(step));
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
