package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.artifact.FolderArtifactStore;
import io.jenkins.plugins.openfactory.artifact.LeakScan;
import io.jenkins.plugins.openfactory.engine.stage.Pipeline;
import io.jenkins.plugins.openfactory.evidence.sign.SigningKey;
import io.jenkins.plugins.openfactory.exec.AuditLog;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.exec.SecretMasker;
import io.jenkins.plugins.openfactory.exec.local.LocalCommandRunner;
import io.jenkins.plugins.openfactory.exec.local.RunnerSettings;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.forge.local.CheckDefinition;
import io.jenkins.plugins.openfactory.forge.local.LocalForge;
import io.jenkins.plugins.openfactory.forge.local.LocalForgeSettings;
import io.jenkins.plugins.openfactory.git.Git;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.git.LocalGit;
import io.jenkins.plugins.openfactory.git.RealGit;
import io.jenkins.plugins.openfactory.id.IdSource;
import io.jenkins.plugins.openfactory.journal.Doors;
import io.jenkins.plugins.openfactory.journal.Journal;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.ModelPort;
import io.jenkins.plugins.openfactory.model.ScriptedModel;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.ApprovalRow;
import io.jenkins.plugins.openfactory.store.RunClaim;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A whole factory in a folder, put together as the command line does: real git, store, sandbox and forge, with a model
 * that answers from a {@link Script}. A port can be wrapped to make it misbehave.
 */
public final class Workshop implements AutoCloseable, PortsFactory {
    private static final CommandPolicy POLICY = CommandPolicy.shipped();

    private final Clock clock;
    private final SecretMasker masker = new SecretMasker();
    private final List<LocalForge> forges = new CopyOnWriteArrayList<>();
    private final List<RunEvent> events = new CopyOnWriteArrayList<>();
    private final Path shared;
    private final FactoryHome home;
    private final RunStore store;
    private final LocalGit git;
    private final Script script;
    private UnaryOperator<ModelPort> model = UnaryOperator.identity();
    private UnaryOperator<Forge> forge = UnaryOperator.identity();
    private UnaryOperator<GitRepository> repository = UnaryOperator.identity();
    private UnaryOperator<CommandRunner> runner = UnaryOperator.identity();
    private UnaryOperator<RunStore> record = UnaryOperator.identity();
    private RunEvent.Listener listener = event -> {};
    private Journal.Probe probe = Journal.Probe.NONE;

    /** Opens the factory in a folder, made new where there is none. */
    public Workshop(Path folder) {
        this(folder.resolve("home"), folder);
    }

    /**
     * Opens a factory that shares its source repository and its script with others.
     *
     * @param root the factory's home
     */
    public Workshop(Path root, Path shared) {
        this(root, shared, Clock.systemUTC());
    }

    /** Opens a factory that has a time of its own. */
    public Workshop(Path root, Path shared, Clock clock) {
        this.clock = clock;
        try {
            Files.createDirectories(root);
            // The user that commands run under has to reach the workspaces.
            Files.setPosixFilePermissions(root.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
            this.shared = shared.toRealPath();
            Path real = root.toRealPath();
            this.home = new FactoryHome(real, real.resolve("workspaces"));
            this.store = Stores.of(home, clock);
            this.git = RealGit.local(real.resolve("git"));
            this.script = new Script(this.shared.resolve("replies"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the model answers. */
    public Script script() {
        return script;
    }

    public FactoryHome home() {
        return home;
    }

    public RunStore store() {
        return store;
    }

    public List<RunEvent> events() {
        return events;
    }

    public Workshop model(UnaryOperator<ModelPort> wrap) {
        model = wrap;
        return this;
    }

    public Workshop forge(UnaryOperator<Forge> wrap) {
        forge = wrap;
        return this;
    }

    public Workshop repository(UnaryOperator<GitRepository> wrap) {
        repository = wrap;
        return this;
    }

    public Workshop runner(UnaryOperator<CommandRunner> wrap) {
        runner = wrap;
        return this;
    }

    public Workshop record(UnaryOperator<RunStore> wrap) {
        record = wrap;
        return this;
    }

    public Workshop listener(RunEvent.Listener wanted) {
        listener = wanted;
        return this;
    }

    /** The masker of every run here. */
    public SecretMasker masker() {
        return masker;
    }

    public Workshop probe(Journal.Probe wanted) {
        probe = wanted;
        return this;
    }

    /** The repository that runs work on; made from these files (path, text, path, text…) when it isn't there. */
    public Path source(String... files) {
        Path source = shared.resolve("source");
        if (Files.exists(source)) {
            return source;
        }
        try {
            return RealGit.repository(source, files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The settings that a test starts from. */
    public ObjectNode settings() {
        ObjectNode settings = Json.object();
        settings.putObject("model")
                .put("provider", "scripted")
                .put("modelId", "scripted")
                .put("baseUrl", script.folder().toUri().toString())
                .put("directory", script.folder().toString());
        settings.putObject("sandbox").put("buildsInReducedTier", true);
        return settings;
    }

    /** Records a run of the script's request on {@link #source}. */
    public String create(ObjectNode settings) {
        return create(script.request(), settings);
    }

    public String create(String request, ObjectNode settings) {
        return factory()
                .create(new NewRun(request, "test", source(Script.SOURCE).toString(), Optional.empty(), settings));
    }

    /** Works on a run until it ends or waits. */
    public RunRow proceed(String runId) {
        return proceed(runId, new CancelToken());
    }

    public RunRow proceed(String runId, CancelToken cancel) {
        List<LocalForge> opened = new CopyOnWriteArrayList<>();
        PortsFactory ports = (id, config, bare) -> open(id, config, bare, opened);
        try (RunClaim claim = RunClaim.take(store, home, runId, cancel)) {
            return factory(ports).proceed(runId, StageId.RELEASE_ARTIFACTS, cancel);
        } finally {
            opened.forEach(LocalForge::close);
        }
    }

    /** Records a run and works on it. */
    public RunRow run(ObjectNode settings) {
        return proceed(create(settings));
    }

    public RunRow run() {
        return run(settings());
    }

    public Factory factory() {
        return factory(this);
    }

    private Factory factory(PortsFactory ports) {
        return new Factory(
                record.apply(store),
                home,
                git,
                ports,
                stages(),
                clock,
                IdSource.secure(clock),
                masker,
                this::heard,
                probe);
    }

    public Replay replay() {
        return new Replay(store, home, git, this, stages(), clock, masker);
    }

    private static final SigningKey KEY = SigningKey.generate();

    private static List<Stage> stages() {
        return Pipeline.stages(() -> new LeakScan(List.of()), () -> KEY);
    }

    private void heard(RunEvent event) {
        events.add(event);
        listener.on(event);
    }

    /** Records a person's word as the command line does. */
    public void say(String runId, String subject, String decision, String sha256, String text) {
        store.saveApproval(runId, new ApprovalRow(subject, decision, sha256, text, "Ann", clock.instant()));
    }

    /** Approves or rejects exactly what the run shows. */
    public void decide(String runId, String decision, String remark) {
        JsonNode pending = Json.read(store.document(runId, Approvals.PENDING).orElseThrow());
        say(
                runId,
                pending.path("subject").asText(),
                decision,
                pending.path("sha256").asText(),
                remark);
    }

    @Override
    public Doors.Ports open(String runId, RunConfig config, GitRepository bare) {
        return open(runId, config, bare, forges);
    }

    private Doors.Ports open(String runId, RunConfig config, GitRepository bare, List<LocalForge> opened) {
        CommandRunner commands = runner.apply(runner(config));
        return new Doors.Ports(
                model.apply(ScriptedModel.inFolder(
                        Path.of(config.model().directory().orElseThrow()))),
                config.model().escalation().map(Workshop::stronger),
                commands,
                repository.apply(bare),
                forge.apply(forge(runId, config, commands, opened)),
                new FolderArtifactStore(home.artifacts(runId)));
    }

    /** A scripted model under its own name and at its own price. */
    private static ModelPort stronger(RunConfig.ModelConfig config) {
        Path replies = Path.of(config.directory().orElseThrow());
        return new ScriptedModel(config.settings(), name -> {
            try {
                return Files.exists(replies.resolve(name))
                        ? Optional.of(Files.readAllBytes(replies.resolve(name)))
                        : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private CommandRunner runner(RunConfig config) {
        AuditLog audit =
                (runId, record) -> store.appendAudit(runId, record.toString()).seq();
        RunnerSettings settings = RunnerSettings.standard()
                .withPreparation(home.caches(), config.sandbox().prepareHosts());
        return new LocalCommandRunner(
                config.sandbox().buildsInReducedTier() ? settings.withBuildsInReducedTier() : settings,
                config.policyFile()
                        .map(file -> CommandPolicy.load(Path.of(file)))
                        .orElse(POLICY),
                audit,
                masker,
                clock);
    }

    private Forge forge(String runId, RunConfig config, CommandRunner commands, List<LocalForge> opened) {
        LocalForge made = new LocalForge(
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
                commands,
                clock);
        opened.add(made);
        return made;
    }

    /** The branches that runs pushed, each as {@code name commit}. */
    public List<String> pushed() {
        List<String> branches = new ArrayList<>();
        for (Path hosted : hosted()) {
            RealGit.git(hosted, "for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads/openfactory")
                    .lines()
                    .forEach(branches::add);
        }
        return branches;
    }

    /** The local forge's bare repositories. */
    public List<Path> hosted() {
        if (!Files.exists(home.forge())) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(home.forge())) {
            return entries.filter(path -> path.toString().endsWith(".git"))
                    .filter(path -> Files.exists(path.resolve("HEAD")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The paths of a run's artifacts, sorted. */
    public List<String> artifacts(String runId) {
        try {
            return new FolderArtifactStore(home.artifacts(runId))
                    .list().stream().map(Artifact::path).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of one artifact. */
    public String artifact(String runId, String path) {
        try {
            return new String(
                    new FolderArtifactStore(home.artifacts(runId)).get(path).orElseThrow(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Changes one artifact behind the run's back. */
    public void write(String runId, String path, String text) {
        try {
            new FolderArtifactStore(home.artifacts(runId)).put(path, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text file of a commit in the run's own repository. */
    public String file(String runId, String commit, String path) {
        return RealGit.git(home.repository(runId), "show", commit + ":" + path);
    }

    @Override
    public void close() {
        forges.forEach(LocalForge::close);
        store.close();
    }
}
