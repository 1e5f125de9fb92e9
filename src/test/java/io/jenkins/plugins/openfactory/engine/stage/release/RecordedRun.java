package io.jenkins.plugins.openfactory.engine.stage.release;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.artifact.FolderArtifactStore;
import io.jenkins.plugins.openfactory.artifact.LeakScan;
import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.engine.RunDocuments;
import io.jenkins.plugins.openfactory.engine.RunSettings;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.work.TicketWork;
import io.jenkins.plugins.openfactory.evidence.sign.SigningKey;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.git.MergeOutcome;
import io.jenkins.plugins.openfactory.git.RealGit;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.journal.Budget;
import io.jenkins.plugins.openfactory.journal.CommandDoor;
import io.jenkins.plugins.openfactory.journal.Doors;
import io.jenkins.plugins.openfactory.journal.Journal;
import io.jenkins.plugins.openfactory.journal.Scope;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.ModelRequest;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.run.TicketState;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StageRow;
import io.jenkins.plugins.openfactory.store.TicketRow;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import io.jenkins.plugins.openfactory.ticket.TicketGraph;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A green run up to its last stage, recorded through the real doors into a real store, repository and folder: its first
 * ticket took two attempts, one command was denied, and the required check failed once and was mended.
 */
final class RecordedRun implements AutoCloseable {
    static final String ID = "20260504-090000-abc123";
    static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    final RunStore store;
    final RunDocuments documents;
    final FolderArtifactStore artifacts;
    private final FactoryHome home;
    private final StepClock clock;
    private final RecordedPorts ports;
    private final GitRepository repository;
    private final Plan plan;
    private final String word;
    private final RunConfig config;
    private String head;

    private RecordedRun(Path folder, Plan plan, String word, Instant start, Path gitDir, RunConfig config) {
        this.plan = plan;
        this.word = word;
        this.config = config;
        this.head = config.baseCommit();
        this.clock = new StepClock(start, Duration.ofMillis(350));
        this.home = new FactoryHome(folder, folder.resolve("workspaces"));
        this.store = Stores.embedded(folder.resolve("store.db"), clock);
        this.ports = new RecordedPorts(store);
        this.artifacts = new FolderArtifactStore(home.artifacts(ID));
        this.documents = new RunDocuments(store, ID);
        this.repository = RealGit.local(folder.resolve("git")).open(gitDir);
    }

    /** A green run; a word of the model stands wherever one can. */
    static RecordedRun green(Path folder, int tickets, String word) throws IOException {
        Plan plan = new Plan(tickets, word);
        String commit = Plan.base(folder.resolve("source"));
        Path gitDir = new FactoryHome(folder, folder).repository(ID);
        GitRepository fetched = RealGit.local(folder.resolve("git"))
                .fetch(folder.resolve("source").toString(), "main", commit, gitDir);
        RunConfig config = RunSettings.assemble(
                plan.settings().put("baseCommit", commit), fetched.tree(commit), fetched.paths(commit));
        RecordedRun run = new RecordedRun(folder, plan, word, RecordedPorts.BEGIN, gitDir, config);
        run.begin();
        run.plan();
        run.implement();
        run.integrate();
        run.check();
        return run;
    }

    /** A recorded run again, as it stands in the folder of one that was closed; that one stays as it is. */
    RecordedRun copy(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(home.root())) {
            for (Path file : files.toList()) {
                Path target = folder.resolve(home.root().relativize(file).toString());
                if (!Files.isDirectory(target)) {
                    Files.copy(file, target, LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
        Path gitDir = new FactoryHome(folder, folder).repository(ID);
        Instant later = RecordedPorts.BEGIN.plus(Duration.ofHours(1));
        RecordedRun run = new RecordedRun(folder, plan, word, later, gitDir, config);
        run.head = head;
        return run;
    }

    static final SigningKey KEY = SigningKey.generate();

    /** The stage with a scan that knows no secret of its own. */
    static ReleaseStage stage() {
        return new ReleaseStage(() -> new LeakScan(List.of()), () -> KEY);
    }

    /** What a stage of this run works with. */
    StageContext context(StageId stage, int attempt, Journal.Probe probe) {
        CancelToken cancel = new CancelToken();
        Journal journal = new Journal(store, ID, clock, text -> text, cancel, probe);
        Doors doors = Doors.of(
                journal,
                ports.with(repository, artifacts),
                store,
                ID,
                TRACE,
                Budget.UNBOUNDED,
                clock,
                text -> text,
                cancel);
        Scope scope = new Scope(stage, attempt, Optional.empty());
        return new StageContext(documents, config, scope, doors, home, cancel, clock, event -> {});
    }

    StageContext context() {
        return context(StageId.RELEASE_ARTIFACTS, 1, Journal.Probe.NONE);
    }

    private StageContext context(StageId stage) {
        return context(stage, 1, Journal.Probe.NONE);
    }

    private void begin() {
        JsonNode request = Json.object()
                .put("text", "Show stock levels\n\nPlease. " + word)
                .put("origin", "file request.md");
        Instant now = clock.instant();
        store.create(new RunRow(
                ID,
                TRACE,
                JobState.RUNNING,
                Optional.empty(),
                Optional.empty(),
                "Show stock levels",
                Json.write(Json.tree(config)),
                Json.write(request),
                Sha256.hex(Json.canonical(request)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now,
                now));
        started(StageId.PREFLIGHT);
        context(StageId.PREFLIGHT)
                .doors()
                .model()
                .ping(context(StageId.PREFLIGHT).scope());
        ended(StageId.PREFLIGHT, "10 checks passed, sandbox FULL");
    }

    private void started(StageId stage) {
        store.saveStage(
                ID, new StageRow(stage, StageState.RUNNING, 1, Optional.of(clock.instant()), Optional.empty(), ""));
    }

    private void ended(StageId stage, String summary) {
        Optional<Instant> start = store.stages(ID).get(stage.number()).startedAt();
        store.saveStage(ID, new StageRow(stage, StageState.SUCCEEDED, 1, start, Optional.of(clock.instant()), summary));
    }

    private void plan() {
        started(StageId.SPEC_FREEZE);
        documents.freeze(plan.spec());
        publish(context(StageId.SPEC_FREEZE), "SPEC.json", Json.pretty(plan.spec()));
        ask(StageId.SPEC_FREEZE, Optional.empty(), ModelRequest.Purpose.SPEC, 1);
        ended(StageId.SPEC_FREEZE, "frozen " + word);
        started(StageId.ARCHITECTURE);
        ended(StageId.ARCHITECTURE, "written");
        started(StageId.TICKET_PLANNING);
        ask(StageId.TICKET_PLANNING, Optional.empty(), ModelRequest.Purpose.TICKETS, 1);
        ask(StageId.TICKET_PLANNING, Optional.empty(), ModelRequest.Purpose.TICKETS, 2);
        StageContext planning = context(StageId.TICKET_PLANNING);
        planning.doors()
                .commands()
                .check(planning.scope(), command("plan-1", "model", List.of("env", "make"), head, ""));
        documents.saveTickets(plan.tickets());
        documents
                .tickets()
                .forEach(ticket -> documents.saveTicketRow(new TicketRow(
                        ticket.id(),
                        ticket.title(),
                        TicketState.PENDING,
                        0,
                        ticket.dependsOn(),
                        Optional.empty(),
                        Optional.empty(),
                        "")));
        ended(StageId.TICKET_PLANNING, "planned");
    }

    private void ask(StageId stage, Optional<String> ticket, ModelRequest.Purpose purpose, int attempt) {
        StageContext context = context(stage);
        Scope scope = ticket.map(id -> context.scope().ticket(id)).orElse(context.scope());
        ModelRequest request =
                new ModelRequest(purpose, ticket, attempt, List.of(ModelRequest.Message.user("Please.")));
        context.doors().model().ask(scope, request, Optional.empty());
    }

    private void implement() {
        started(StageId.IMPLEMENT_LOOP);
        for (Ticket ticket : new TicketGraph(documents.tickets()).order()) {
            implement(ticket, Integer.parseInt(ticket.id()));
        }
        ended(StageId.IMPLEMENT_LOOP, "all implemented");
    }

    private void implement(Ticket ticket, int number) {
        StageContext context = context(StageId.IMPLEMENT_LOOP);
        Scope scope = context.scope().ticket(ticket.id());
        String base = config.baseCommit();
        int attempts = number % 7 == 1 ? 2 : 1;
        String tried = "";
        for (int attempt = 1; attempt <= attempts; attempt++) {
            ask(StageId.IMPLEMENT_LOOP, Optional.of(ticket.id()), ModelRequest.Purpose.IMPLEMENT, attempt);
            List<FileChange> changes = List.of(
                    create(Plan.source(number), "class Part {\n    int level = " + attempt + ";\n}\n// " + word + "\n"),
                    create(Plan.test(number), "class PartTest {\n    void shouldShow() {}\n}\n"));
            tried = context.doors().git().commit(scope, "attempt-" + attempt, base, changes, RealGit.spec("attempt"));
            boolean good = attempt == attempts;
            run(scope, context, "attempt-" + attempt, tried, ticket, good ? 0 : 2);
            publish(
                    scope,
                    context,
                    "TICKETS/" + ticket.slug() + "/attempt-" + attempt + ".md",
                    "# Ticket " + ticket.id() + ", attempt " + attempt + ": "
                            + (good ? "proven" : "'make test-" + ticket.id() + "' failed " + word) + "\n");
        }
        run(scope, context, "fail-first-" + attempts + "-1", base, ticket, 1);
        String commit =
                context.doors().git().squash(scope, "ticket", base, tried, RealGit.spec("ticket " + ticket.id()));
        new TicketWork(base, commit).save(documents, ticket.id());
        publish(scope, context, "TICKETS/" + ticket.slug() + "/PATCH.diff", repository.diff(base, commit));
        documents.saveTicketRow(new TicketRow(
                ticket.id(),
                ticket.title(),
                TicketState.SUCCEEDED,
                attempts,
                ticket.dependsOn(),
                Optional.of("b"),
                Optional.of(commit),
                "2 files"));
    }

    private static FileChange create(String path, String text) {
        return new FileChange.Create(path, text.getBytes(StandardCharsets.UTF_8), false);
    }

    private void run(Scope scope, StageContext context, String job, String commit, Ticket ticket, int exit) {
        ports.next(exit, "output of " + job + " " + word + "\n");
        boolean merged = scope.stage() == StageId.INTEGRATION;
        String folder = merged ? "INTEGRATION/" + ticket.slug() : "TICKETS/" + ticket.slug() + "/logs";
        List<String> argv = Plan.argv(Integer.parseInt(ticket.id()));
        context.doors()
                .commands()
                .run(scope, command(job + "/1", "model", argv, commit, folder + "/" + job + "-1.log"));
    }

    private CommandDoor.Command command(String name, String by, List<String> argv, String commit, String log) {
        return new CommandDoor.Command(
                name,
                by,
                argv,
                home.workspaces(ID),
                Optional.empty(),
                Optional.empty(),
                Limits.defaults(),
                commit,
                log);
    }

    private void integrate() {
        started(StageId.INTEGRATION);
        StageContext context = context(StageId.INTEGRATION);
        for (Ticket ticket : new TicketGraph(documents.tickets()).order()) {
            TicketWork work = TicketWork.of(documents, ticket.id()).orElseThrow();
            Scope scope = context.scope().ticket(ticket.id());
            MergeOutcome outcome = context.doors()
                    .git()
                    .replant(
                            scope,
                            "integrate",
                            work.base(),
                            work.commit(),
                            head,
                            RealGit.spec("ticket " + ticket.id()));
            head = ((MergeOutcome.Merged) outcome).commit();
            if (!head.equals(work.commit())) {
                run(scope, context, "integrated", head, ticket, 0);
            }
        }
        gates(context, "gates", config.gates(), head, "INTEGRATION");
        documents.save("integration", Json.object().put("head", head));
        ended(StageId.INTEGRATION, "merged");
    }

    private void gates(StageContext context, String job, List<List<String>> commands, String commit, String folder) {
        for (int i = 1; i <= commands.size(); i++) {
            ports.next(0, "fine\n");
            String log = folder + "/" + job + "-" + i + ".log";
            context.doors()
                    .commands()
                    .run(context.scope(), command(job + "/" + i, "gate", commands.get(i - 1), commit, log));
        }
    }

    private void check() {
        started(StageId.PR_CI_GATE);
        StageContext context = context(StageId.PR_CI_GATE);
        ports.deny("the option --eval is not allowed here " + word);
        String log = "CI_EVIDENCE/logs/triage-1-head-1.log";
        List<String> argv = List.of("make", "--eval=x", word);
        context.doors().commands().run(context.scope(), command("triage-1-head/1", "gate", argv, head, log));
        new RecordedChecks(context, word).red(head);
        ask(StageId.PR_CI_GATE, Optional.empty(), ModelRequest.Purpose.CI_FIX, 1);
        FileChange mend = new FileChange.Modify(Plan.source(1), "class Part {}\n".getBytes(StandardCharsets.UTF_8));
        String fixed = context.doors().git().commit(context.scope(), "fix-1", head, List.of(mend), RealGit.spec("fix"));
        publish(context, "CI_EVIDENCE/fix-1.diff", repository.diff(head, fixed));
        gates(context, "fix-1-1", List.of(List.of("make", "ci")), fixed, "CI_EVIDENCE/logs");
        head = fixed;
        context.doors()
                .forge()
                .push(context.scope(), context.config().baseCommit(), head, RunConfig.branch(ID), Optional.empty());
        new RecordedChecks(context, word).green(head);
        pullRequest("green", head, "success");
        ended(StageId.PR_CI_GATE, "required checks (tests) succeeded");
        started(StageId.RELEASE_ARTIFACTS);
    }

    /** A commit that no part of the record made becomes the head, and green. */
    void strayCommit(String path, String text) {
        head = repository.commit(head, List.of(create(path, text)), RealGit.spec("stray"));
        pullRequest("green", head, "success");
    }

    /** Changes the first link of the audit chain behind the store's back. */
    void forgeFirstRecord() {
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + home.store());
                Statement statement = store.createStatement()) {
            statement.executeUpdate("UPDATE audit SET record = replace(record, 'make', 'fake') WHERE seq = 1");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the gate leaves behind. */
    void pullRequest(String verdict, String greenCommit, String conclusion) {
        documents.save(
                "pull_request",
                Json.object()
                        .put("number", 12)
                        .put("url", "https://git.example.org/shop/shop/pull/12")
                        .put("branch", RunConfig.branch(ID))
                        .put("headSha", head)
                        .put("draft", true));
        documents.save(
                "checks",
                Json.array()
                        .add(Json.object()
                                .put("name", "tests")
                                .put("app", "ci")
                                .put("status", "completed")
                                .put("conclusion", conclusion)
                                .put("headSha", head)
                                .put("verdict", verdict)));
        documents.save("green", Json.object().put("commit", greenCommit));
    }

    String head() {
        return head;
    }

    private static void publish(StageContext context, String path, String text) {
        publish(context.scope(), context, path, text);
    }

    private static void publish(Scope scope, StageContext context, String path, String text) {
        context.doors().artifacts().publish(scope, path, text);
    }

    @Override
    public void close() {
        store.close();
    }
}
