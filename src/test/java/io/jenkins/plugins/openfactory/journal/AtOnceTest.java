package io.jenkins.plugins.openfactory.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.run.RunCancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AtOnceTest {
    @Test
    void shouldReturnWhatCameOfEachInTheirOrder() {
        List<Callable<Integer>> works = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            int number = i;
            works.add(() -> number);
        }
        assertThat(AtOnce.all(works)).isSorted().hasSize(50);
        assertThat(AtOnce.all(List.of())).isEmpty();
    }

    @Test
    void shouldDoThemAtTheSameTime() {
        CountDownLatch both = new CountDownLatch(2);
        Callable<Boolean> meeting = () -> {
            both.countDown();
            return both.await(30, TimeUnit.SECONDS);
        };
        assertThat(AtOnce.all(List.of(meeting, meeting))).containsExactly(true, true);
    }

    @Test
    void shouldThrowWhatTheFirstThrewOnceAllAreOver() {
        AtomicInteger done = new AtomicInteger();
        IllegalStateException first = new IllegalStateException("first");
        Callable<Integer> good = done::incrementAndGet;
        List<Callable<Integer>> works = List.of(
                good,
                () -> {
                    throw first;
                },
                () -> {
                    throw new IllegalArgumentException("second");
                },
                good);
        assertThatThrownBy(() -> AtOnce.all(works)).isSameAs(first);
        assertThat(done).hasValue(2);
        AssertionError error = new AssertionError("killed");
        assertThatThrownBy(() -> AtOnce.all(List.of(() -> {
                    throw error;
                })))
                .isSameAs(error);
    }

    @Test
    void shouldKeepAnInterrupt() {
        CountDownLatch never = new CountDownLatch(1);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> AtOnce.all(List.of(() -> never.await(30, TimeUnit.SECONDS))))
                .isInstanceOf(RunCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
