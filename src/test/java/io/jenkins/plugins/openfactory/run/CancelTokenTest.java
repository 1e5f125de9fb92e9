package io.jenkins.plugins.openfactory.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What came first decides why the work stopped. */
class CancelTokenTest {
    private final CancelToken token = new CancelToken();

    @Test
    void shouldStaySuspendedHoweverOftenItIsStopped() {
        token.suspend();
        token.suspend();
        token.cancel();

        assertThat(token.isSuspended()).isTrue();
        assertThat(token.isCancelled()).isTrue();
    }

    @Test
    void shouldStayCancelledWhereItIsSuspendedLater() {
        token.cancel();
        token.suspend();

        assertThat(token.isSuspended()).isFalse();
    }
}
