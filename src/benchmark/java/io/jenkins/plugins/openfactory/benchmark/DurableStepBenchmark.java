package io.jenkins.plugins.openfactory.benchmark;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.Workflow;
import io.jenkins.plugins.openfactory.journal.DurableSteps;
import io.jenkins.plugins.openfactory.store.BareCommits;
import io.jenkins.plugins.openfactory.store.Lease;
import io.jenkins.plugins.openfactory.store.Rows;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.bsc.langgraph4j.CompileConfig;
import org.bsc.langgraph4j.CompiledGraph;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.StateGraph;
import org.bsc.langgraph4j.action.AsyncNodeAction;
import org.bsc.langgraph4j.checkpoint.FileSystemSaver;
import org.bsc.langgraph4j.state.AgentState;

/**
 * Runs of 10, 50, 130 and 500 steps that each give back a short text: through our doorway, which flushes the result of each
 * while the run's lease is held, as a graph of langgraph4j with its file-system saver, which writes its whole history at each
 * step and flushes nothing, and as a workflow of DBOS Transact on PostgreSQL. A whole recorded run has about 130 effects.
 */
final class DurableStepBenchmark {
    private static final int[] STEPS = {10, 50, 130, 500};
    private static final int STEPS_ON_SERVER = 10;
    private static final int WARM_UP = 40;
    private static final int ROUNDS = 150;

    private DurableStepBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments.length > 0 ? arguments[0] : "."), "step-benchmark");
        try (RunStore store = Stores.embedded(folder.resolve("store.db"), Clock.systemUTC())) {
            for (int steps : STEPS) {
                CompiledGraph<AgentState> graph = graph(folder.resolve("checkpoints" + steps), steps);
                int rounds = Math.max(9, ROUNDS * 10 / steps);
                Bench.Pair pair = Bench.inTurns(
                        Math.max(3, WARM_UP * 10 / steps),
                        rounds,
                        round -> ours(store, steps + "r" + round, steps, DurableSteps::looking),
                        round -> {
                            RunnableConfig thread = RunnableConfig.builder()
                                    .threadId("t" + round)
                                    .build();
                            graph.invoke(Map.of("text", "begin"), thread);
                        });
                Bench.row(
                        "step of " + steps + " that only looks (SQLite)",
                        pair.ours().each(steps),
                        "langgraph4j, file-system saver, no flush",
                        pair.other().each(steps),
                        0.33);
            }
            bare(store, folder);
        }
        postgres();
    }

    /** What a flush on this disk costs at least. */
    private static void bare(RunStore store, Path folder) throws Exception {
        try (BareCommits bare = new BareCommits(folder.resolve("bare.db"))) {
            Bench.Pair pair = Bench.inTurns(
                    WARM_UP,
                    ROUNDS,
                    round -> ours(store, "b" + round, 10, DurableSteps::doing),
                    round -> bare.commit(20));
            Bench.compared(
                    "durable step (SQLite, flushed before and after)",
                    pair.ours().each(10),
                    "two bare WAL FULL commits",
                    pair.other().each(10));
        }
    }

    private interface Work {
        void run(RunStore store, String run, int steps);
    }

    private static void ours(RunStore store, String run, int steps, Work kind) {
        store.create(Rows.run(run));
        Lease lease = store.leases().take(run, Duration.ofMinutes(10));
        kind.run(store, run, steps);
        store.leases().giveUp(lease);
    }

    private static CompiledGraph<AgentState> graph(Path folder, int steps) throws Exception {
        StateGraph<AgentState> graph = new StateGraph<>(AgentState::new);
        String before = StateGraph.START;
        for (int i = 0; i < steps; i++) {
            String name = "step" + i;
            graph.addNode(name, AsyncNodeAction.node_async(state -> Map.of("text", "the result of " + name)));
            graph.addEdge(before, name);
            before = name;
        }
        graph.addEdge(before, StateGraph.END);
        FileSystemSaver saver = new FileSystemSaver(Files.createDirectories(folder), graph.getStateSerializer());
        return graph.compile(CompileConfig.builder()
                .checkpointSaver(saver)
                .recursionLimit(steps + 10)
                .build());
    }

    /** A workflow as DBOS wants it: an interface, and a method that is marked. */
    public interface Steps {
        String run(int steps);
    }

    static final class DbosSteps implements Steps {
        private final DBOS dbos;

        DbosSteps(DBOS dbos) {
            this.dbos = dbos;
        }

        @Override
        @Workflow(name = "steps")
        public String run(int steps) {
            String last = "";
            for (int i = 0; i < steps; i++) {
                int step = i;
                last = dbos.runStep(() -> "the result of step" + step, "step" + i);
            }
            return last;
        }
    }

    @SuppressWarnings("removal") // the admin server is on unless it is told so by this call, and takes a fixed port
    private static void postgres() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
            String url = server.getJdbcUrl("postgres", "postgres");
            DBOSConfig config = DBOSConfig.defaults("benchmark")
                    .withDatabaseUrl(url)
                    .withDbUser("postgres")
                    .withDbPassword("postgres")
                    .withAdminServer(false);
            try (DBOS dbos = new DBOS(config);
                    RunStore store = Stores.open(url, Optional.empty(), Optional.empty(), Clock.systemUTC())) {
                Steps peer = dbos.registerProxy(Steps.class, new DbosSteps(dbos));
                dbos.launch();
                Bench.Pair pair = Bench.inTurns(
                        WARM_UP,
                        ROUNDS,
                        round -> ours(store, "r" + round, STEPS_ON_SERVER, DurableSteps::doing),
                        round -> peer.run(STEPS_ON_SERVER));
                Bench.compared(
                        "durable step (PostgreSQL, flushed before and after)",
                        pair.ours().each(STEPS_ON_SERVER),
                        "DBOS Transact " + DBOS.version() + " on the same server",
                        pair.other().each(STEPS_ON_SERVER));
            }
        }
    }
}
