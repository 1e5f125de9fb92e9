package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.artifact.FolderArtifactStore;
import io.jenkins.plugins.openfactory.engine.PortsFactory;
import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.forge.github.GitHubForge;
import io.jenkins.plugins.openfactory.forge.github.GitHubSettings;
import io.jenkins.plugins.openfactory.forge.local.CheckDefinition;
import io.jenkins.plugins.openfactory.forge.local.LocalForge;
import io.jenkins.plugins.openfactory.forge.local.LocalForgeSettings;
import io.jenkins.plugins.openfactory.git.Git;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.git.LocalGit;
import io.jenkins.plugins.openfactory.journal.Doors;
import io.jenkins.plugins.openfactory.model.ModelPort;
import io.jenkins.plugins.openfactory.model.RecordingModel;
import io.jenkins.plugins.openfactory.model.ReplayModel;
import io.jenkins.plugins.openfactory.model.RetryingModel;
import io.jenkins.plugins.openfactory.model.ScriptedModel;
import io.jenkins.plugins.openfactory.model.langchain4j.LangchainModel;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The ports of a run on the embedded default. */
final class EmbeddedPorts implements PortsFactory, AutoCloseable {
    /** The scripted model's folder that names the replies that ship with us. */
    static final String BUNDLED = "bundled:smoke";

    private final FactoryHome home;
    private final RunStore store;
    private final Clock clock;
    private final LocalGit git;
    private final Masker masker;
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();
    private final List<LocalForge> opened = new CopyOnWriteArrayList<>();

    EmbeddedPorts(FactoryHome home, RunStore store, Clock clock, LocalGit git, Masker masker) {
        this.home = home;
        this.store = store;
        this.clock = clock;
        this.git = git;
        this.masker = masker;
    }

    @Override
    public Doors.Ports open(String runId, RunConfig config, GitRepository repository) {
        CommandRunner runner = Runners.of(home, store, clock, masker, config);
        return new Doors.Ports(
                model(config.model()),
                config.model().escalation().map(this::model),
                runner,
                repository,
                forge(runId, config, runner),
                new FolderArtifactStore(home.artifacts(runId)));
    }

    /** The forge of a run's settings, with a runner that it needs. */
    Forge forge(String runId, RunConfig config) {
        return forge(runId, config, Runners.of(home, store, clock, masker, config));
    }

    /** Every secret that a run's settings name, as it is in its file now. */
    Set<String> secrets(RunConfig config) {
        Set<String> found = new HashSet<>();
        config.model().keyFile().ifPresent(file -> found.add(key(Path.of(file))));
        config.forge().tokenFile().ifPresent(file -> found.add(secret("--forge-token-file", Path.of(file))));
        return found;
    }

    /** The model of these settings. */
    ModelPort model(RunConfig.ModelConfig config) {
        ModelPort model = bare(config);
        return config.record().isPresent()
                ? new RecordingModel(model, Path.of(config.record().get()))
                : model;
    }

    private ModelPort bare(RunConfig.ModelConfig config) {
        if (config.provider().equals("scripted")) {
            String directory =
                    config.directory().orElseThrow(() -> new UserError("A scripted model needs --model-dir."));
            ModelPort script = directory.equals(BUNDLED)
                    ? ScriptedModel.onClassPath(getClass().getClassLoader(), "examples/smoke/replies")
                    : ScriptedModel.inFolder(Path.of(directory));
            return new ConfiguredModel(script, config.settings());
        }
        if (config.provider().equals("replay")) {
            Path recording =
                    Path.of(config.recording().orElseThrow(() -> new UserError("A replayed model needs --recording.")));
            return ReplayModel.of(recording, config.modelId());
        }
        Optional<Path> keyFile = config.keyFile().map(Path::of);
        keyFile.ifPresent(this::key);
        return RetryingModel.standard(new LangchainModel(config.settings(), () -> keyFile.map(this::key), clock));
    }

    private String key(Path file) {
        return secret("--model-key-file", file);
    }

    /** The secret as it is in the file now, known to the masker before anybody else sees it. */
    private String secret(String option, Path file) {
        String secret = SecretFile.read(option, file);
        if (secrets.add(secret)) {
            masker.register(secret);
        }
        return secret;
    }

    /** Every secret that was read so far. */
    Set<String> secrets() {
        return Set.copyOf(secrets);
    }

    private Forge github(RunConfig.ForgeConfig config) {
        String repository =
                config.repo().orElseThrow(() -> new UserError("--forge github needs --forge-repo OWNER/NAME."));
        Path file = Path.of(
                config.tokenFile().orElseThrow(() -> new UserError("--forge github needs --forge-token-file FILE.")));
        secret("--forge-token-file", file);
        return new GitHubForge(
                GitHubSettings.of(config.url(), repository, () -> secret("--forge-token-file", file)), clock);
    }

    private Forge forge(String runId, RunConfig config, CommandRunner runner) {
        if (config.forge().kind().equals("github")) {
            return github(config.forge());
        }
        LocalForge forge = new LocalForge(
                new LocalForgeSettings(
                        home.forge(),
                        home.workspaces(runId).resolve("checks"),
                        new Git.Source(config.repository(), config.base(), config.baseCommit()),
                        config.requiredChecks().stream()
                                .filter(name -> !config.reproduce(name).isEmpty())
                                .map(name -> new CheckDefinition(name, config.reproduce(name)))
                                .toList(),
                        config.requiredChecks(),
                        runId,
                        store.run(runId).orElseThrow().traceId(),
                        Limits.defaults()),
                git,
                store.forge(),
                runner,
                clock);
        opened.add(forge);
        return forge;
    }

    /** Puts checks that still run back into the queue. */
    @Override
    public void close() {
        opened.forEach(LocalForge::close);
    }
}
