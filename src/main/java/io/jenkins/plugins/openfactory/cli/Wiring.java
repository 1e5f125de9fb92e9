package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.artifact.ArtifactStore;
import io.jenkins.plugins.openfactory.artifact.FolderArtifactStore;
import io.jenkins.plugins.openfactory.artifact.LeakScan;
import io.jenkins.plugins.openfactory.engine.Factory;
import io.jenkins.plugins.openfactory.engine.Stage;
import io.jenkins.plugins.openfactory.engine.stage.Pipeline;
import io.jenkins.plugins.openfactory.evidence.sign.KeyFolder;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.exec.SecretMasker;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxUser;
import io.jenkins.plugins.openfactory.git.LocalGit;
import io.jenkins.plugins.openfactory.id.IdSource;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.journal.Journal;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;

/** The composition root of the command line: the embedded default over one home folder. */
final class Wiring implements AutoCloseable {
    private final FactoryHome home;
    private final RunStore store;
    private final Clock clock;
    private final Masker masker = new SecretMasker();
    private final LocalGit git;
    private final EmbeddedPorts ports;
    private Journal.Probe probe = Journal.Probe.NONE;

    private Wiring(FactoryHome home, RunStore store, Clock clock, LocalGit git) {
        this.home = home;
        this.store = store;
        this.clock = clock;
        this.git = git;
        this.ports = new EmbeddedPorts(home, store, clock, git, masker);
    }

    /** Opens a home, made new where there is none. */
    static Wiring open(Path root) {
        try {
            make(root);
        } catch (IOException e) {
            throw new UserError(
                    "--home is '" + root + "', which can't be written (" + e.getMessage() + "); choose another folder.",
                    e);
        }
        if (!Files.isWritable(root)) {
            throw new UserError("--home is '" + root + "', which is read-only; choose another folder.");
        }
        Clock clock = Clock.systemUTC();
        FactoryHome home = new FactoryHome(root, workspaces(root));
        RunStore store = Stores.of(home, clock);
        return new Wiring(home, store, clock, new LocalGit(LocalGit.find(System.getenv("PATH")), root.resolve("git")));
    }

    /** A folder of the user's keeps its permissions; a new one can be reached by the user that commands run under. */
    private static void make(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /** Opens a home for a question about it. */
    static Wiring openExisting(Path root) {
        if (!Files.isDirectory(root)) {
            throw new UserError("There is no factory home at '" + root
                    + "'; begin with './factory smoke', or name it with --home.");
        }
        return open(root);
    }

    /** Working trees stand where the user that commands run under can reach them. */
    private static Path workspaces(Path root) {
        if (SandboxUser.here().canReach(root)) {
            return root.resolve("workspaces");
        }
        return Path.of("/var/lib/openfactory", Sha256.hex(root.toString()).substring(0, 12));
    }

    FactoryHome home() {
        return home;
    }

    RunStore store() {
        return store;
    }

    Clock clock() {
        return clock;
    }

    LocalGit git() {
        return git;
    }

    List<Stage> stages() {
        return Pipeline.stages(() -> new LeakScan(ports.secrets()), () -> keys().open());
    }

    EmbeddedPorts ports() {
        return ports;
    }

    /** Where the key that signs releases is kept. */
    KeyFolder keys() {
        return new KeyFolder(home.keys());
    }

    Masker masker() {
        return masker;
    }

    /** The run of this id. */
    RunRow require(String runId) {
        return store.run(runId)
                .orElseThrow(() -> new UserError("There is no run '" + runId + "'; './factory runs' lists them."));
    }

    ArtifactStore artifacts(String runId) {
        return new FolderArtifactStore(home.artifacts(runId));
    }

    /** Tells a test about every boundary of every effect. */
    void probe(Journal.Probe wanted) {
        probe = wanted;
    }

    Factory factory(RunEvent.Listener listener) {
        return new Factory(store, home, git, ports, stages(), clock, IdSource.secure(clock), masker, listener, probe);
    }

    @Override
    public void close() {
        ports.close();
        store.close();
    }
}
