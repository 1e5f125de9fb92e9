package io.jenkins.plugins.openfactory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunClaimTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(20);

    @TempDir
    Path root;

    private FactoryHome home;
    private RunStore store;

    @BeforeEach
    void open() {
        home = new FactoryHome(root, root.resolve("w"));
        store = Stores.embedded(home.store(), Clock.systemUTC());
        store.create(Rows.run("r1"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldHoldTheLeaseWhileItIsOpen() {
        try (RunClaim claim = RunClaim.take(store, home, "r1", new CancelToken())) {
            assertThat(claim).isNotNull();
            assertThat(store.leases().of("r1")).get().matches(Lease::held);
            assertThatThrownBy(() -> RunClaim.take(store, home, "r1", new CancelToken()))
                    .isInstanceOf(UserError.class);
        }
        assertThat(store.leases().of("r1")).get().matches(lease -> !lease.held());
    }

    @Test
    void shouldKeepTheLeaseAliveWithItsHeartbeat() {
        try (RunClaim claim = RunClaim.take(store, home, "r1", new CancelToken(), LONG, SHORT)) {
            assertThat(claim).isNotNull();
            Lease first = store.leases().of("r1").orElseThrow();
            await().until(() -> store.leases().of("r1").orElseThrow().until().isAfter(first.until()));
        }
    }

    @Test
    void shouldSuspendTheWorkWhenTheRunIsTakenByAnother() {
        CancelToken cancel = new CancelToken();
        try (RunClaim claim = RunClaim.take(store, home, "r1", cancel, Duration.ZERO, Duration.ofMillis(50));
                RunStore other = Stores.embedded(home.store(), Clock.systemUTC())) {
            assertThat(claim).isNotNull();
            Lease taken = other.leases().take("r1", LONG);
            await().until(cancel::isSuspended);
            assertThat(other.leases().renew(taken, LONG)).isTrue();
        }
        assertThat(store.leases().of("r1")).get().matches(Lease::held);
    }
}
