package io.jenkins.plugins.openfactory.engine.stage.cigate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.artifact.FolderArtifactStore;
import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.engine.Factory;
import io.jenkins.plugins.openfactory.engine.PortsFactory;
import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.engine.RunDocuments;
import io.jenkins.plugins.openfactory.engine.RunSettings;
import io.jenkins.plugins.openfactory.engine.Script;
import io.jenkins.plugins.openfactory.exec.SecretMasker;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.forge.github.GitHubForge;
import io.jenkins.plugins.openfactory.forge.github.GitHubServer;
import io.jenkins.plugins.openfactory.forge.github.GitHubSettings;
import io.jenkins.plugins.openfactory.forge.local.ProcessRunner;
import io.jenkins.plugins.openfactory.git.Git;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.git.RealGit;
import io.jenkins.plugins.openfactory.id.IdSource;
import io.jenkins.plugins.openfactory.journal.Doors;
import io.jenkins.plugins.openfactory.journal.Journal;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.ScriptedModel;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.TicketState;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.TicketRow;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The gate stage alone on a GitHub server: real forge, git, store, artifacts and processes, simulated time. The change of
 * a run adds {@code farewell.txt}; the check {@code tests} runs {@code sh check.sh}.
 */
final class GateBench implements AutoCloseable, PortsFactory {
    /** Passes on the base, and with a farewell only where it is a long one. */
    static final String STRICT =
            "test ! -e farewell.txt || grep -q 'bye for now' farewell.txt || { echo 'too short'; exit 1; }\n";

    static final String GOOD = "exit 0\n";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    SimulatedTime time = new SimulatedTime();
    final List<RunEvent> events = new CopyOnWriteArrayList<>();
    final ProcessRunner runner = new ProcessRunner();
    final GitHubServer server;
    final RunStore store;
    final String base;
    final String head;
    private final Path folder;
    private final FactoryHome home;
    private final Git git;
    private final GitRepository work;
    private final RunConfig plain;
    /** Called at each request. */
    Runnable watched = () -> {};

    Journal.Probe probe = Journal.Probe.NONE;
    UnaryOperator<Forge> wrap = UnaryOperator.identity();
    private int runs;

    GateBench(Path folder, String check) throws IOException {
        this.folder = folder;
        Path source = RealGit.repository(folder.resolve("source"), "check.sh", check, "greeting.txt", "hello\n");
        RealGit.git(folder, "clone", "-q", "--bare", source.toString(), "server.git");
        this.server = new GitHubServer(folder.resolve("server.git"));
        RealGit.git(folder.resolve("server.git"), "config", "gc.auto", "0");
        RealGit.git(folder.resolve("server.git"), "config", "receive.autogc", "false");
        ticking();
        this.home = new FactoryHome(folder.resolve("home"), folder.resolve("workspaces"));
        Files.createDirectories(home.root());
        Files.createDirectories(folder.resolve("replies"));
        this.store = Stores.embedded(home.store(), Clock.systemUTC());
        Git real = RealGit.local(folder.resolve("git"));
        Git.Source found = real.inspect(source.toString(), Optional.of("main"));
        this.base = found.commit();
        this.work = real.fetch(found.repository(), "main", base, folder.resolve("repo.git"));
        this.git = (Git) Proxy.newProxyInstance(
                Git.class.getClassLoader(), new Class<?>[] {Git.class}, (proxy, method, arguments) -> work);
        this.head = work.commit(
                base,
                List.of(new FileChange.Create("farewell.txt", "bye\n".getBytes(UTF_8), false)),
                RealGit.spec("Say goodbye"));
        this.plain = RunSettings.assemble(settings(found.repository()), work.tree(base), work.paths(base));
    }

    /** Every request takes a little time. */
    private void ticking() {
        server.interruption = (request, response) -> {
            tick();
            return false;
        };
    }

    void tick() {
        time.pass(Duration.ofMillis(20));
        watched.run();
    }

    /** A server that knows nothing but its branches, at the beginning of time; runs and the store stay. */
    GateBench reset() {
        time = new SimulatedTime();
        server.reset();
        ticking();
        probe = Journal.Probe.NONE;
        wrap = UnaryOperator.identity();
        watched = () -> {};
        events.clear();
        runner.asked.clear();
        try (Stream<Path> replies = Files.list(folder.resolve("replies"))) {
            for (Path reply : replies.toList()) {
                Files.delete(reply);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ObjectNode settings(String repository) {
        ObjectNode settings =
                Json.object().put("repository", repository).put("base", "main").put("baseCommit", base);
        settings.putArray("gates");
        settings.putArray("requiredChecks").add("tests");
        settings.putObject("checks").putArray("tests").addArray().add("sh").add("check.sh");
        settings.putObject("forge").put("kind", "github").put("repo", "octo/demo");
        settings.putObject("model")
                .put("provider", "scripted")
                .put("modelId", "scripted")
                .put("baseUrl", "file:///none");
        return settings;
    }

    /** The model's reply to the nth request for a mend: a new text of the farewell. */
    GateBench fix(int number, String farewell) {
        try {
            Files.writeString(
                    folder.resolve("replies/ci-fix-" + number + ".md"), "farewell.txt\n```\n" + farewell + "\n```\n");
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String run() {
        return run(settings -> settings);
    }

    /** A run whose change is integrated and that comes to the gate next. */
    String run(UnaryOperator<ObjectNode> change) {
        return run(
                change,
                Script.specification(1),
                Script.ticket("0001").creates("farewell.txt").greps("bye", "farewell.txt", "AC-1"));
    }

    /** The same with words of the model, and with further tickets. */
    String run(UnaryOperator<ObjectNode> change, ObjectNode spec, Script.Draft... tickets) {
        String runId = "20260102-030405-" + String.format("%06x", ++runs);
        ObjectNode config = change.apply((ObjectNode) Json.tree(plain));
        store.create(new RunRow(
                runId,
                TRACE,
                JobState.QUEUED,
                Optional.empty(),
                Optional.empty(),
                "A farewell",
                Json.write(config),
                "{\"text\":\"A farewell\"}",
                "0".repeat(64),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                time.instant(),
                time.instant()));
        RunDocuments documents = documents(runId);
        documents.freeze(spec);
        documents.saveTickets(Script.plan(tickets));
        documents
                .tickets()
                .forEach(ticket -> documents.saveTicketRow(new TicketRow(
                        ticket.id(),
                        ticket.title(),
                        TicketState.SUCCEEDED,
                        1,
                        List.of(),
                        Optional.empty(),
                        Optional.of(head),
                        "")));
        documents.save("integration", Json.object().put("head", head));
        try {
            new FolderArtifactStore(home.artifacts(runId))
                    .put("SPEC.json", Json.pretty(spec).getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return runId;
    }

    RunDocuments documents(String runId) {
        return new RunDocuments(store, runId);
    }

    Factory factory() {
        return new Factory(
                store,
                home,
                git,
                this,
                List.of(new CiGateStage()),
                time,
                IdSource.secure(time),
                new SecretMasker(),
                events::add,
                probe);
    }

    RunRow go(String runId) {
        return factory().proceed(runId, StageId.RELEASE_ARTIFACTS, new CancelToken());
    }

    RunRow go() {
        return go(run());
    }

    @Override
    public Doors.Ports open(String runId, RunConfig config, GitRepository repository) {
        Forge forge = new GitHubForge(
                GitHubSettings.of(Optional.of(server.api()), "octo/demo", () -> GitHubServer.TOKEN),
                time,
                time.pauses());
        return new Doors.Ports(
                ScriptedModel.inFolder(folder.resolve("replies")),
                runner,
                work,
                wrap.apply(forge),
                new FolderArtifactStore(home.artifacts(runId)));
    }

    static String branch(String runId) {
        return RunConfig.branch(runId);
    }

    /** What a run published, by path. */
    String artifact(String runId, String path) {
        try {
            return new String(
                    new FolderArtifactStore(home.artifacts(runId))
                            .get(path)
                            .orElseThrow(() -> new AssertionError("no " + path)),
                    UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> artifacts(String runId) {
        try {
            return new FolderArtifactStore(home.artifacts(runId))
                    .list().stream().map(artifact -> artifact.path()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode checks(String runId) {
        return documents(runId).json("checks").orElseGet(Json::array);
    }

    /** How many mends the model was asked for. */
    long fixes(String runId) {
        return store.exchanges(runId).stream()
                .filter(exchange -> exchange.purpose().equals("ci-fix"))
                .count();
    }

    /** The requests of a method whose path ends so. */
    List<String> asked(String method, String pattern) {
        List<String> found = new ArrayList<>();
        server.requests.stream()
                .filter(line -> line.matches(method + " .*" + pattern))
                .forEach(found::add);
        return found;
    }

    GitRepository repository() {
        return work;
    }

    @Override
    public void close() {
        server.close();
        store.close();
    }

    /** Calls that fail fall through as themselves. */
    static Object real(Object target, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
