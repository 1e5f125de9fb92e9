package io.jenkins.plugins.openfactory.jenkins.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.exec.SandboxReport;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatientRunnerTest {
    private static final CommandOutcome DONE = new Denied("NO_RULE", "none", "the runner of now answered", 7);

    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger losses = new AtomicInteger();
    private final AtomicBoolean there = new AtomicBoolean(true);
    private final CancelToken ended = new CancelToken();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());

    /** Goes away with its agent as often as {@code losses} says, and answers afterwards. */
    private final class Runner implements CommandRunner {
        @Override
        public CommandOutcome run(CommandRequest request, CancelToken cancel) {
            if (losses.getAndDecrement() > 0) {
                throw new WorldFault("agent_lost", "The agent went away.");
            }
            return DONE;
        }

        @Override
        public Optional<Denied> check(CommandRequest request) {
            return Optional.empty();
        }

        @Override
        public void adopt(Path workspace) {
            throw new WorldFault("adopt_failed", "The folder can't be handed over.");
        }

        @Override
        public SandboxReport sandbox() {
            throw new AssertionError("nobody asks");
        }

        @Override
        public Set<String> rules() {
            return Set.of();
        }

        @Override
        public String policySha256() {
            return "inner";
        }
    }

    private PatientRunner runner(Duration patience) {
        return new PatientRunner(
                () -> {
                    opened.incrementAndGet();
                    return new Runner();
                },
                there::get,
                told::add,
                patience,
                Duration.ofMillis(5),
                ended,
                "policy");
    }

    private static CommandRequest request() {
        return new CommandRequest(
                "0".repeat(32),
                "run-1",
                Optional.empty(),
                StageId.IMPLEMENT_LOOP,
                "model",
                List.of("ls"),
                Path.of("/nowhere"),
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Limits.defaults());
    }

    @Test
    void shouldRunALostCommandAgainOverANewConnection() {
        losses.set(2);

        assertThat(runner(Duration.ofMinutes(1)).run(request(), new CancelToken()))
                .isEqualTo(DONE);

        assertThat(opened).hasValue(3);
        assertThat(told).hasSize(4);
        assertThat(told.get(0)).isEqualTo("the agent went away; waiting up to 1 min for it to come back");
    }

    @Test
    void shouldWaitUntilTheAgentIsBack() {
        losses.set(1);
        there.set(false);
        PatientRunner runner = runner(Duration.ofMinutes(1));
        var answer = CompletableFuture.supplyAsync(() -> runner.run(request(), new CancelToken()));
        await().until(() -> told.size() == 1);
        assertThat(answer).isNotDone();

        there.set(true);

        assertThat(answer.join()).isEqualTo(DONE);
        assertThat(opened).hasValue(2);
    }

    @Test
    void shouldStopWaitingWhenThePatienceIsOver() {
        losses.set(1);
        there.set(false);

        assertThatThrownBy(() -> runner(Duration.ZERO).run(request(), new CancelToken()))
                .isInstanceOfSatisfying(
                        WorldFault.class, fault -> assertThat(fault.code()).isEqualTo("agent_gone"))
                .hasMessageContaining("did not come back within 0 min");
    }

    @Test
    void shouldStopWaitingWhenCancelled() {
        losses.set(1);
        there.set(false);
        CancelToken cancel = new CancelToken();
        PatientRunner runner = runner(Duration.ofMinutes(1));
        var answer = CompletableFuture.supplyAsync(() -> runner.run(request(), cancel));
        await().until(() -> told.size() == 1);

        cancel.cancel();

        assertThat(answer)
                .failsWithin(Duration.ofSeconds(5))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(RunCancelledException.class);
    }

    @Test
    void shouldGiveUpOnAnAgentThatIsLostAgainAndAgain() {
        losses.set(100);

        assertThatThrownBy(() -> runner(Duration.ofMinutes(1)).run(request(), new CancelToken()))
                .isInstanceOfSatisfying(
                        WorldFault.class, fault -> assertThat(fault.code()).isEqualTo("agent_lost"));
        assertThat(opened).hasValueLessThan(10);
    }

    @Test
    void shouldPassOtherFaultsOn() {
        assertThatThrownBy(() -> runner(Duration.ofMinutes(1)).adopt(Path.of("/nowhere")))
                .hasMessage("The folder can't be handed over.");
        assertThat(runner(Duration.ofMinutes(1)).policySha256()).isEqualTo("policy");
        assertThat(told).isEmpty();
    }
}
