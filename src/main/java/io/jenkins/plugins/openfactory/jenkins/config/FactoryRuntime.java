package io.jenkins.plugins.openfactory.jenkins.config;

import hudson.EnvVars;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.ExtensionPoint;
import io.jenkins.plugins.openfactory.engine.Factory;
import io.jenkins.plugins.openfactory.engine.stage.Pipeline;
import io.jenkins.plugins.openfactory.evidence.sign.KeyFolder;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.exec.SecretMasker;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxUser;
import io.jenkins.plugins.openfactory.git.LocalGit;
import io.jenkins.plugins.openfactory.id.IdSource;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.jenkins.credentials.Secrets;
import io.jenkins.plugins.openfactory.journal.Journal;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StorePlace;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import jenkins.model.Jenkins;

/**
 * The composition root of the plugin: the factory's home in Jenkins' home, opened at the first use and closed when
 * Jenkins shuts down. Safe for any thread.
 */
@Extension
public final class FactoryRuntime implements ExtensionPoint {
    private Opened opened;

    /** The one of this Jenkins. */
    public static FactoryRuntime get() {
        return ExtensionList.lookupSingleton(FactoryRuntime.class);
    }

    /**
     * What is open while Jenkins runs.
     *
     * @param masker knows every secret that the factory read since it was opened
     */
    public record Opened(FactoryHome home, RunStore store, LocalGit git, Clock clock, Masker masker) {
        /** A factory that tells the listener what it does. */
        public Factory factory(BuildPorts ports, RunEvent.Listener listener) {
            return new Factory(
                    store,
                    home,
                    git.readingWith(ports::reader),
                    ports,
                    Pipeline.stages(ports::leakScan, () -> signingKeys().open()),
                    clock,
                    IdSource.secure(clock),
                    masker,
                    listener,
                    Journal.Probe.NONE);
        }
    }

    /**
     * Opens the home where it isn't open yet.
     *
     * @throws WorldFault where the folder or the store can't be used
     * @throws io.jenkins.plugins.openfactory.run.UserError where the controller has no git program
     */
    public synchronized Opened open() {
        if (opened == null) {
            opened = PluginLoader.with(() -> open(folder()));
        }
        return opened;
    }

    /** Closes the store; whoever asks next opens it again. */
    public synchronized void close() {
        if (opened != null) {
            opened.store().close();
            opened = null;
        }
    }

    /** Where everything is kept: {@code openfactory} in Jenkins' home. */
    public static Path folder() {
        return Jenkins.get().getRootDir().toPath().toAbsolutePath().resolve("openfactory");
    }

    /** Where the key that signs releases is kept: below {@code secrets}, with Jenkins' own keys. */
    public static KeyFolder signingKeys() {
        return new KeyFolder(Jenkins.get()
                .getRootDir()
                .toPath()
                .toAbsolutePath()
                .resolve("secrets")
                .resolve("openfactory"));
    }

    /** Where the controller's programs are looked for. */
    public static String searchPath() {
        return EnvVars.masterEnvVars.getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
    }

    private static Opened open(Path root) {
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new WorldFault("home_failed", "The folder " + root + " can't be made: " + e.getMessage() + ".", e);
        }
        Clock clock = Clock.systemUTC();
        FactoryHome home = new FactoryHome(root, workspaces(root));
        LocalGit git = new LocalGit(LocalGit.find(searchPath()), root.resolve("git"));
        return new Opened(home, store(home, clock), git, clock, new SecretMasker());
    }

    /** The store that the configuration names, else the one that the home names. */
    private static RunStore store(FactoryHome home, Clock clock) {
        FactoryConfiguration configuration = FactoryConfiguration.get();
        String url = configuration.getStoreUrl();
        if (url.isEmpty()) {
            return Stores.of(home, clock);
        }
        Optional<Secrets.Login> login = Optional.of(configuration.getStoreCredentialsId())
                .filter(id -> !id.isEmpty())
                .map(id -> Secrets.loginOfJenkins(id, url));
        return Stores.open(
                url, login.map(Secrets.Login::user), login.map(Secrets.Login::password), StorePlace.of(home), clock);
    }

    /** Working trees stand where the user that commands run under can reach them. */
    private static Path workspaces(Path root) {
        return SandboxUser.here().canReach(root)
                ? root.resolve("workspaces")
                : Path.of("/var/lib/openfactory", Sha256.hex(root.toString()).substring(0, 12));
    }
}
