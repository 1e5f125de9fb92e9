package io.jenkins.plugins.openfactory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CancelRequestsTest {
    @TempDir
    Path root;

    private FactoryHome home;
    private RunStore store;
    private CancelRequests requests;

    @BeforeEach
    void open() {
        home = new FactoryHome(root, root.resolve("w"));
        store = Stores.embedded(home.store(), Clock.systemUTC());
        requests = new CancelRequests(store, home, Clock.systemUTC());
        store.create(Rows.run("r1"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldMoveTheRunAndCancelItsToken() {
        CancelToken token = new CancelToken();
        CancelToken.Registration watching = requests.watch("r1", token);
        try (RunLock lock = RunLock.claim(home, "r1")) {
            assertThat(lock).isNotNull();
            assertThat(requests.requested("r1")).isFalse();
            assertThat(requests.request("r1", "ann").map(RunLock.Holder::pid))
                    .contains(ProcessHandle.current().pid());
        }
        assertThat(store.run("r1").map(RunRow::state)).contains(JobState.CANCEL_REQUESTED);
        await().atMost(Duration.ofSeconds(5)).until(token::isCancelled);
        watching.close();
    }

    @Test
    void shouldNotLoseTheWishWhenTheOwnerChangesTheRun() {
        assertThat(requests.request("r1", "ann")).as("nobody works on it").isEmpty();
        store.update("r1", run -> run.withState(JobState.RUNNING));
        assertThat(requests.requested("r1")).isTrue();
        requests.clear("r1");
        assertThat(requests.requested("r1")).isFalse();
        CancelToken token = new CancelToken();
        requests.watch("r1", token).close();
        assertThat(token.isCancelled()).isFalse();
    }

    @Test
    void shouldSayWhatCanNotBeCancelled() {
        store.update("r1", run -> run.withState(JobState.DONE));
        assertThatThrownBy(() -> requests.request("r1", "ann"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("done already");
        assertThat(requests.requested("r1")).isFalse();
        assertThatThrownBy(() -> requests.request("none", "ann"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'none'");
    }

    @Test
    void shouldReachAnotherProcessSoon() throws Exception {
        try (ChildJvm child = new ChildJvm(StoreChild.class, "watch", "jdbc:sqlite:" + home.store(), "r1")) {
            assertThat(child.line()).isEqualTo("watching");
            long asked = System.currentTimeMillis();
            requests.request("r1", "ann");
            String[] words = child.line().split(" ");
            assertThat(words[0]).isEqualTo("cancelled");
            // Half a second by design; the bound here leaves room for a loaded machine.
            assertThat(Long.parseLong(words[1]) - asked).isLessThan(3000);
        }
    }
}
