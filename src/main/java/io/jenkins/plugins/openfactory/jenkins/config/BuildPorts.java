package io.jenkins.plugins.openfactory.jenkins.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.artifact.FolderArtifactStore;
import io.jenkins.plugins.openfactory.artifact.LeakScan;
import io.jenkins.plugins.openfactory.engine.PortsFactory;
import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.engine.SmokeExample;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.forge.Issue;
import io.jenkins.plugins.openfactory.forge.github.GitHubForge;
import io.jenkins.plugins.openfactory.forge.github.GitHubSettings;
import io.jenkins.plugins.openfactory.forge.local.CheckDefinition;
import io.jenkins.plugins.openfactory.forge.local.LocalForge;
import io.jenkins.plugins.openfactory.forge.local.LocalForgeSettings;
import io.jenkins.plugins.openfactory.git.Git;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.git.RemotePush;
import io.jenkins.plugins.openfactory.jenkins.credentials.Secrets;
import io.jenkins.plugins.openfactory.jenkins.exec.NodeRunners;
import io.jenkins.plugins.openfactory.journal.Doors;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.ModelPort;
import io.jenkins.plugins.openfactory.model.RetryingModel;
import io.jenkins.plugins.openfactory.model.ScriptedModel;
import io.jenkins.plugins.openfactory.model.langchain4j.LangchainModel;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.UserError;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The ports of a run in a build: commands on the build's node, everything else on the controller. */
public final class BuildPorts implements PortsFactory, AutoCloseable {
    private final FactoryRuntime.Opened opened;
    private final Place place;
    private final Secrets secrets;
    private volatile JsonNode forge = Json.object();
    private final List<LocalForge> forges = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> runners = new CopyOnWriteArrayList<>();

    public BuildPorts(FactoryRuntime.Opened opened, Place place) {
        this.opened = opened;
        this.place = place;
        this.secrets = new Secrets(place.build(), opened.masker());
    }

    /** Says which forge the run has, before its repository is read for the first time. */
    public void forge(JsonNode settings) {
        forge = settings;
    }

    /**
     * Who reads a repository over https: the credential of the run's forge, and only where the repository is there too,
     * so that a token never goes to another host.
     */
    Optional<RemotePush.Credential> reader(String url) {
        return Optional.ofNullable(forge.path("tokenFile").textValue())
                .filter(id -> url.startsWith("https://") && onForge(url))
                .map(id -> new RemotePush.Credential("x-access-token", secrets.text(id, url)));
    }

    private boolean onForge(String url) {
        String web = GitHubSettings.of(
                        Optional.ofNullable(forge.path("url").textValue()),
                        forge.path("repo").asText(),
                        () -> "")
                .address();
        return String.valueOf(URI.create(web).getHost())
                .equalsIgnoreCase(URI.create(url).getHost());
    }

    /**
     * An issue of the run's forge, read with its credential.
     *
     * @param repository {@code OWNER/NAME}, on the same GitHub as the run's repository
     */
    public Issue issue(String repository, long number, CancelToken cancel) {
        RunConfig.ForgeConfig run = Json.value(forge, RunConfig.ForgeConfig.class);
        return gitHub(new RunConfig.ForgeConfig(run.kind(), run.url(), Optional.of(repository), run.tokenFile()))
                .issue(number, cancel);
    }

    @Override
    public Doors.Ports open(String runId, RunConfig config, GitRepository repository) {
        CommandRunner runner = NodeRunners.of(
                opened, place, runId, config, FactoryConfiguration.get().agentWait());
        if (runner instanceof AutoCloseable closeable) {
            runners.add(closeable);
        }
        Optional<RunConfig.ModelConfig> stronger = config.model().escalation();
        config.model().keyFile().ifPresent(id -> secrets.text(id, config.model().baseUrl()));
        stronger.ifPresent(model -> model.keyFile().ifPresent(id -> secrets.text(id, model.baseUrl())));
        return new Doors.Ports(
                model(config.model()),
                stronger.map(this::model),
                runner,
                repository,
                forge(runId, config, runner),
                new FolderArtifactStore(opened.home().artifacts(runId)));
    }

    private ModelPort model(RunConfig.ModelConfig config) {
        if (config.provider().equals("scripted")) {
            String directory = config.directory()
                    .orElseThrow(() -> new UserError("The model " + config.modelId()
                            + " is scripted and has no directory; set one under Manage Jenkins, OpenFactory."));
            return directory.equals(SmokeExample.BUNDLED)
                    ? ScriptedModel.onClassPath(getClass().getClassLoader(), SmokeExample.REPLIES)
                    : ScriptedModel.inFolder(Path.of(directory));
        }
        return RetryingModel.standard(new LangchainModel(
                config.settings(),
                () -> config.keyFile().map(id -> secrets.text(id, config.baseUrl())),
                opened.clock()));
    }

    private Forge forge(String runId, RunConfig config, CommandRunner runner) {
        if (config.forge().kind().equals("github")) {
            return gitHub(config.forge());
        }
        LocalForge forge = new LocalForge(
                new LocalForgeSettings(
                        opened.home().forge(),
                        opened.home().workspaces(runId).resolve("checks"),
                        new Git.Source(config.repository(), config.base(), config.baseCommit()),
                        config.requiredChecks().stream()
                                .map(name -> new CheckDefinition(name, config.reproduce(name)))
                                .toList(),
                        config.requiredChecks(),
                        runId,
                        opened.store().run(runId).orElseThrow().traceId(),
                        Limits.defaults()),
                opened.git(),
                opened.store().forge(),
                runner,
                opened.clock());
        forges.add(forge);
        return forge;
    }

    /** The token is asked for at each request, because a GitHub App's lives for an hour. */
    private Forge gitHub(RunConfig.ForgeConfig config) {
        String id = config.tokenFile()
                .orElseThrow(() -> new UserError("GitHub needs a credential; give factorySpecFreeze credentialsId."));
        String repository =
                config.repo().orElseThrow(() -> new UserError("GitHub needs a repository; give OWNER/NAME."));
        String host = config.url().orElse("https://api.github.com");
        return new GitHubForge(
                GitHubSettings.of(config.url(), repository, () -> secrets.text(id, host)), opened.clock());
    }

    /** A scan for every secret that this build was given. */
    LeakScan leakScan() {
        return new LeakScan(secrets.given());
    }

    /** Puts checks that still run back into the queue and lets go of the node. */
    @Override
    public void close() {
        forges.forEach(LocalForge::close);
        for (AutoCloseable runner : runners) {
            try {
                runner.close();
            } catch (Exception e) {
                System.getLogger(BuildPorts.class.getName())
                        .log(System.Logger.Level.INFO, "a node kept the working trees of a run", e);
            }
        }
    }
}
