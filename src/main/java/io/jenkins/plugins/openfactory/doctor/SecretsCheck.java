package io.jenkins.plugins.openfactory.doctor;

import io.jenkins.plugins.openfactory.artifact.FolderArtifactStore;
import io.jenkins.plugins.openfactory.artifact.LeakScan;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.EffectRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.RunSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Whether the secrets can be read, and stand in nothing that the newest runs recorded or published. */
public final class SecretsCheck implements Check {
    private static final int NEWEST = 5;

    private final Supplier<Set<String>> read;
    private final RunStore store;
    private final FactoryHome home;

    /** @param read reads every secret that is configured, or says in a UserError which can't be read or can by others */
    public SecretsCheck(Supplier<Set<String>> read, RunStore store, FactoryHome home) {
        this.read = read;
        this.store = store;
        this.home = home;
    }

    @Override
    public String name() {
        return "secrets";
    }

    @Override
    public Finding look() {
        Set<String> secrets = read.get();
        if (secrets.isEmpty()) {
            return Finding.ok(name(), "No secret is configured.");
        }
        LeakScan scan = new LeakScan(secrets);
        List<String> leaks = new ArrayList<>();
        for (RunSummary run : store.runs(NEWEST)) {
            leaks.addAll(inRecord(scan, run.runId()));
            leaks.addAll(inArtifacts(scan, run.runId()));
        }
        return leaks.isEmpty()
                ? Finding.ok(name(), secrets.size() + " secrets can be read, and the newest runs show none of them.")
                : Finding.failure(
                        name(),
                        "A secret stands in " + leaks.get(0)
                                + (leaks.size() > 1 ? " and " + (leaks.size() - 1) + " more places" : "") + ".",
                        "Replace that secret where it is used, then delete the run with 'factory runs prune RUN'");
    }

    private List<String> inRecord(LeakScan scan, String runId) {
        List<String> leaks = new ArrayList<>();
        for (EffectRow effect : store.effects(runId)) {
            String text = effect.request() + "\n" + effect.outcome().orElse("");
            if (leaks(scan, effect.key(), text.getBytes(StandardCharsets.UTF_8))) {
                leaks.add("the record " + effect.key() + " of run " + runId);
            }
        }
        return leaks;
    }

    private List<String> inArtifacts(LeakScan scan, String runId) {
        try {
            return scan.scan(new FolderArtifactStore(home.artifacts(runId))).stream()
                    .filter(SecretsCheck::isOurs)
                    .map(finding -> "the artifact " + finding.path() + " of run " + runId)
                    .distinct()
                    .toList();
        } catch (IOException e) {
            throw new WorldFault("disk_failed", "can't read the artifacts of run " + runId + ": " + e.getMessage(), e);
        }
    }

    private static boolean leaks(LeakScan scan, String name, byte[] content) {
        return scan.scan(name, content).stream().anyMatch(SecretsCheck::isOurs);
    }

    private static boolean isOurs(LeakScan.Finding finding) {
        return finding.kind().equals("registered-secret");
    }
}
