package io.jenkins.plugins.openfactory.store;

import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** What a {@link ChildJvm} does in these tests. */
final class StoreChild {
    private StoreChild() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "work" -> work(arguments[1], arguments[2], arguments[3]);
            case "share" -> share(arguments[1], arguments[2], arguments[3], Integer.parseInt(arguments[4]));
            case "claim" -> claim(Path.of(arguments[1]), arguments[2]);
            case "lease" -> lease(arguments[1], arguments[2]);
            case "watch" -> watch(arguments[1], arguments[2]);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Records effects without end, and says after each that it is recorded. */
    private static void work(String url, String runId, String prefix) {
        RunStore store = open(url);
        for (int i = 0; ; i++) {
            String key = prefix + "-" + i;
            store.intend(Rows.intent(runId, key));
            store.reserve(Rows.ledger(runId, key, 1000, 1, false), RunStore.BudgetBounds.none());
            store.complete(
                    runId,
                    key,
                    "{\"text\":\"" + "x".repeat(i % 5000) + "\"}",
                    "",
                    Rows.NOW,
                    Optional.of(Rows.exchange(runId, key)),
                    Optional.of(Rows.ledger(runId, key, 15, 0.25, true)));
            store.appendAudit(runId, "{\"key\":\"" + key + "\"}");
            System.out.println(key);
        }
    }

    /** Appends to one audit chain and asks for budget, as others do at the same time; prints how often it was granted. */
    private static void share(String url, String runId, String prefix, int times) {
        try (RunStore store = open(url)) {
            RunStore.BudgetBounds bounds = Rows.tokensPerRun(1000);
            int granted = 0;
            for (int i = 0; i < times; i++) {
                store.appendAudit(runId, "{\"by\":\"" + prefix + "\"}");
                if (store.reserve(Rows.ledger(runId, prefix + i, 10, 0, false), bounds)
                        .isEmpty()) {
                    granted++;
                }
            }
            System.out.println(granted);
        }
    }

    private static void claim(Path root, String runId) throws Exception {
        RunLock lock = RunLock.claim(new FactoryHome(root, root), runId);
        System.out.println("claimed");
        System.in.read();
        lock.close();
        System.out.println("closed");
        System.in.read();
    }

    private static void lease(String url, String runId) throws Exception {
        try (RunStore store = open(url)) {
            System.out.println(store.leases().take(runId, Duration.ofMinutes(5)).token());
            System.in.read();
        }
    }

    private static void watch(String url, String runId) throws Exception {
        try (RunStore store = open(url)) {
            Path nowhere = Path.of("/nonexistent");
            CancelRequests requests = new CancelRequests(store, new FactoryHome(nowhere, nowhere), Clock.systemUTC());
            CountDownLatch cancelled = new CountDownLatch(1);
            CancelToken token = new CancelToken();
            token.onCancel(cancelled::countDown);
            CancelToken.Registration watching = requests.watch(runId, token);
            System.out.println("watching");
            cancelled.await();
            System.out.println("cancelled " + System.currentTimeMillis());
            watching.close();
        }
    }

    private static RunStore open(String url) {
        return Stores.open(url, Optional.empty(), Optional.empty(), Clock.systemUTC());
    }
}
