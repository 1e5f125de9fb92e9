package io.jenkins.plugins.openfactory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
    private static final String RUN = "20261122-100000-abcdef";

    @TempDir
    Path root;

    private FactoryHome home;

    @BeforeEach
    void home() {
        home = new FactoryHome(root, root.resolve("w"));
    }

    @Test
    void shouldNameThisProcessToASecondClaimInIt() {
        String pid = String.valueOf(ProcessHandle.current().pid());
        try (RunLock lock = RunLock.claim(home, RUN)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> RunLock.claim(home, RUN))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("run " + RUN + " is being worked on by process " + pid)
                    .hasMessageContaining("wait until it has ended, or cancel it");
            assertThat(RunLock.holder(home, RUN).map(RunLock.Holder::pid))
                    .contains(ProcessHandle.current().pid());
            RunLock.claim(home, "another").close();
        }
        assertThat(RunLock.holder(home, RUN)).isEmpty();
        RunLock.claim(home, RUN).close();
    }

    @Test
    void shouldKeepTheClaimWhenASecondOneInThisProcessFailed() throws Exception {
        try (RunLock lock = RunLock.claim(home, RUN)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> RunLock.claim(home, RUN)).isInstanceOf(UserError.class);
            RunLock.holder(home, RUN);
            try (ChildJvm child = new ChildJvm(StoreChild.class, "claim", root.toString(), RUN)) {
                assertThat(child.lines()).isEmpty();
                assertThat(child.exitCode()).isNotZero();
            }
        }
    }

    @Test
    void shouldNameTheOtherProcessAndEndWithIt() throws Exception {
        try (ChildJvm child = new ChildJvm(StoreChild.class, "claim", root.toString(), RUN)) {
            assertThat(child.line()).isEqualTo("claimed");
            assertThat(RunLock.holder(home, RUN).map(RunLock.Holder::pid)).contains(child.pid());
            assertThatThrownBy(() -> RunLock.claim(home, RUN))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("process " + child.pid());
            child.kill();
        }
        await().until(() -> RunLock.holder(home, RUN).isEmpty());
        RunLock.claim(home, RUN).close();
    }

    @Test
    void shouldGiveTheClaimUpWhenClosed() throws Exception {
        try (ChildJvm child = new ChildJvm(StoreChild.class, "claim", root.toString(), RUN)) {
            assertThat(child.line()).isEqualTo("claimed");
            child.say("");
            assertThat(child.line()).isEqualTo("closed");
            assertThat(RunLock.holder(home, RUN)).isEmpty();
            RunLock.claim(home, RUN).close();
        }
    }

    @Test
    void shouldNotTakeAnotherProcessForTheHolder() throws Exception {
        Files.createDirectories(home.run(RUN));
        Path file = home.run(RUN).resolve("run.lock");
        for (String text : new String[] {
            "", "garbage", "{\"pid\":1,\"startedAt\":\"2001-01-01T00:00:00Z\"}", "{\"pid\":1,\"startedAt\":\"x\"}"
        }) {
            Files.writeString(file, text);
            assertThat(RunLock.holder(home, RUN)).isEqualTo(Optional.empty());
            RunLock.claim(home, RUN).close();
        }
    }

    @Test
    void shouldWorkInAThreadThatIsInterrupted() {
        Thread.currentThread().interrupt();
        RunLock.claim(home, RUN).close();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldRefuseARunIdThatLeadsElsewhere() {
        for (String id : new String[] {"../up", "a/b", "", ".", "..", "a\nb", "x".repeat(200)}) {
            assertThatThrownBy(() -> RunLock.claim(home, id))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("can't be a run id");
        }
    }
}
