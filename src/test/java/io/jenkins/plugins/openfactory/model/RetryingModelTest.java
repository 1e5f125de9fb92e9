package io.jenkins.plugins.openfactory.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RetryingModelTest {
    private static final ModelFault PASSING =
            new ModelFault(ModelFault.Kind.SERVER_ERROR, "It is down; wait.").passing(Optional.empty());

    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void shouldDoubleItsPausesUpToTheLongest() {
        RetryPolicy policy = new RetryPolicy(6, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(60));
        FakeModel inner = failing(PASSING);

        assertThatThrownBy(() -> chat(inner, policy, draws(0.5)))
                .isInstanceOf(ModelFault.class)
                .hasMessage("It is down; wait. Tried 6 times.")
                .hasCause(PASSING);

        assertThat(inner.asked).hasSize(6);
        assertThat(pauses.stream().map(Duration::toMillis)).containsExactly(750L, 1500L, 3000L, 3750L, 3750L);
    }

    @Test
    void shouldDrawHalfOfThePauseAtRandom() {
        RetryPolicy policy = RetryPolicy.defaults();

        assertThat(policy.pause(1, 0, PASSING)).isEqualTo(Duration.ofMillis(500));
        assertThat(policy.pause(1, 0.999_999, PASSING)).isEqualTo(Duration.ofMillis(1000));
    }

    @Test
    void shouldWaitForTheLongerOfItsOwnPauseAndRetryAfter() {
        RetryPolicy policy = RetryPolicy.defaults();

        assertThat(policy.pause(1, 0, PASSING.passing(Optional.of(Duration.ofMillis(10)))))
                .isEqualTo(Duration.ofMillis(500));
        assertThat(policy.pause(1, 0, PASSING.passing(Optional.of(Duration.ofSeconds(9)))))
                .isEqualTo(Duration.ofSeconds(9));
        assertThat(policy.pause(1, 0, PASSING.passing(Optional.of(Duration.ofHours(9)))))
                .isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void shouldNotRetryAFaultThatDoesNotPass() {
        ModelFault fault = new ModelFault(ModelFault.Kind.UNAUTHORIZED, "No.");
        FakeModel inner = failing(fault);

        assertThat(catchThrowableOfType(ModelFault.class, () -> chat(inner, RetryPolicy.defaults(), new Random(1))))
                .isSameAs(fault);
        assertThat(inner.asked).hasSize(1);
    }

    @Test
    void shouldReturnTheReplyWithTheNumberOfCalls() {
        List<ModelFault> faults = new ArrayList<>(List.of(PASSING, PASSING));
        FakeModel inner = new FakeModel(request -> {
            if (!faults.isEmpty()) {
                throw faults.remove(0);
            }
            return FakeModel.reply("fine");
        });

        assertThat(chat(inner, RetryPolicy.defaults(), new Random(1)).tries()).isEqualTo(3);
    }

    @Test
    void shouldRefuseAPolicyWithoutATry() {
        assertThatThrownBy(() -> new RetryPolicy(0, Duration.ZERO, Duration.ZERO, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldStopWaitingWhenCancelled() throws Exception {
        CancelToken cancel = new CancelToken();
        CountDownLatch waiting = new CountDownLatch(1);
        RetryPolicy policy = new RetryPolicy(3, Duration.ofHours(1), Duration.ofHours(1), Duration.ofHours(1));
        Sleeper sleeper = (pause, token) -> {
            waiting.countDown();
            Sleeper.real().sleep(pause, token);
        };
        RetryingModel model = new RetryingModel(failing(PASSING), policy, new Random(1), sleeper);
        CompletableFuture<Throwable> ended = CompletableFuture.supplyAsync(
                () -> catchThrowableOfType(Throwable.class, () -> model.chat(ModelRequest.ping(), cancel)));
        waiting.await();

        cancel.cancel();

        assertThat(ended.get(1, TimeUnit.SECONDS)).isInstanceOf(RunCancelledException.class);
    }

    @Test
    void shouldStopWaitingWhenInterrupted() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> Sleeper.real().sleep(Duration.ofHours(1), new CancelToken()))
                .isInstanceOf(RunCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldWaitForRealTime() {
        long start = System.nanoTime();

        Sleeper.real().sleep(Duration.ofMillis(20), new CancelToken());

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(20));
    }

    private ModelReply chat(FakeModel inner, RetryPolicy policy, RandomGenerator random) {
        return new RetryingModel(inner, policy, random, (pause, cancel) -> pauses.add(pause))
                .chat(ModelRequest.ping(), new CancelToken());
    }

    private static FakeModel failing(ModelFault fault) {
        return new FakeModel(request -> {
            throw fault;
        });
    }

    private static RandomGenerator draws(double always) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                return 0;
            }

            @Override
            public double nextDouble() {
                return always;
            }
        };
    }
}
