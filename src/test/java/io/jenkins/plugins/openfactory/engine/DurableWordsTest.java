package io.jenkins.plugins.openfactory.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.store.EffectRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is never repeated is on disk before and after it is done; only what stays in the run's folder need not wait. */
class DurableWordsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldWaitForTheDiskWithAllThatLeavesTheRunsFolder() {
        Map<String, String> ways = new ConcurrentHashMap<>();
        try (Workshop workshop = new Workshop(folder)) {
            workshop.script().farewell();
            workshop.record(store -> watched(store, ways));

            String runId = workshop.create(workshop.settings());
            assertThat(workshop.proceed(runId).state()).isEqualTo(JobState.DONE);

            Map<String, Set<String>> kinds = new HashMap<>();
            for (EffectRow effect : workshop.store().effects(runId)) {
                kinds.computeIfAbsent(ways.get(effect.key()), way -> new HashSet<>())
                        .add(effect.kind());
            }
            assertThat(kinds.get("intendSoon"))
                    .contains("checkout", "commit", "artifact")
                    .isSubsetOf("checkout", "commit", "squash", "merge", "ref", "snapshot", "artifact");
            assertThat(kinds.get("intend")).contains("model", "command", "push");
        }
    }

    private static RunStore watched(RunStore real, Map<String, String> ways) {
        return (RunStore) Proxy.newProxyInstance(
                RunStore.class.getClassLoader(), new Class<?>[] {RunStore.class}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof EffectRow effect) {
                        ways.put(effect.key(), method.getName());
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
