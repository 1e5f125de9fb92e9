package io.jenkins.plugins.openfactory.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.run.WorldFault;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TreeRemovalsTest {
    private static final Path TREE = Path.of("tree");

    private final TreeRemovals removals = new TreeRemovals();
    private final CountDownLatch go = new CountDownLatch(1);
    private final List<String> done = new CopyOnWriteArrayList<>();

    @Test
    void shouldComeBackBeforeItIsGoneAndWaitWhereThatIsWanted() {
        removals.start(TREE, removal("first"));
        assertThat(done).isEmpty();
        go.countDown();
        removals.await(TREE.toAbsolutePath());
        assertThat(done).containsExactly("first");
    }

    @Test
    void shouldDeleteOneAfterTheOtherInOnePlace() {
        removals.start(TREE, removal("first"));
        removals.start(TREE, () -> done.add("second"));
        assertThat(done).isEmpty();
        go.countDown();
        removals.settle();
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void shouldWaitForEveryPlaceAndTellOnceWhatFailed() {
        WorldFault fault = new WorldFault("workspace", "can't be deleted");
        removals.start(Path.of("bad"), () -> {
            throw fault;
        });
        removals.start(TREE, removal("good"));
        go.countDown();
        assertThatThrownBy(removals::settle).isSameAs(fault);
        assertThat(done).containsExactly("good");
        assertThatCode(removals::settle).doesNotThrowAnyException();
    }

    @Test
    void shouldGoOnInAPlaceWhereTheLastRemovalFailed() {
        removals.start(TREE, () -> {
            throw new WorldFault("workspace", "can't be deleted");
        });
        removals.start(TREE, () -> done.add("second"));
        removals.settle();
        assertThat(done).containsExactly("second");
    }

    @Test
    void shouldForgetWhatFailedWhereThePlaceIsUsedAgain() {
        removals.start(TREE, () -> {
            throw new WorldFault("workspace", "can't be deleted");
        });
        removals.await(TREE);
        assertThatCode(removals::settle).doesNotThrowAnyException();
    }

    @Test
    void shouldNotThrowWhereOnlyTheEndIsWaitedFor() {
        removals.start(TREE, () -> {
            throw new WorldFault("workspace", "can't be deleted");
        });
        assertThatCode(removals::await).doesNotThrowAnyException();
    }

    private Runnable removal(String name) {
        return () -> {
            try {
                assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            done.add(name);
        };
    }
}
