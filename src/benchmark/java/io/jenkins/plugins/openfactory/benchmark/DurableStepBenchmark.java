package io.jenkins.plugins.openfactory.benchmark;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.Workflow;
import io.jenkins.plugins.openfactory.store.Rows;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import io.jenkins.plugins.openfactory.journal.DurableSteps;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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
 * A run of ten steps that each give back a short text: through our doorway, which flushes the result of each, as a graph of langgraph4j with its file-system saver, and as a workflow of DBOS Transact on PostgreSQL.
 */
final class DurableStepBenchmark {
    private static final int STEPS = 10;
    private static final int WARM_UP = 40;
    private static final int ROUNDS = 150;

    private DurableStepBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments.length > 0 ? arguments[0] : "."), "step-benchmark");
        try (RunStore store = Stores.embedded(folder.resolve("store.db"), Clock.systemUTC())) {
            CompiledGraph<AgentState> graph = graph(folder.resolve("checkpoints"));
            Bench.Pair pair = Bench.inTurns(WARM_UP, ROUNDS, round -> ours(store, "r" + round), round -> {
                RunnableConfig thread =
                        RunnableConfig.builder().threadId("t" + round).build();
                graph.invoke(Map.of("text", "begin"), thread);
            });
            Bench.row(
                    "durable step (SQLite, flushed)",
                    pair.ours().each(STEPS),
                    "langgraph4j, file-system saver, no flush",
                    pair.other().each(STEPS),
                    0.33);
        }
        postgres();
    }

    private static void ours(RunStore store, String run) {
        store.create(Rows.run(run));
        DurableSteps.run(store, run, STEPS);
    }

    private static CompiledGraph<AgentState> graph(Path folder) throws Exception {
        StateGraph<AgentState> graph = new StateGraph<>(AgentState::new);
        String before = StateGraph.START;
        for (int i = 0; i < STEPS; i++) {
            String name = "step" + i;
            graph.addNode(name, AsyncNodeAction.node_async(state -> Map.of("text", "the result of " + name)));
            graph.addEdge(before, name);
            before = name;
        }
        graph.addEdge(before, StateGraph.END);
        FileSystemSaver saver = new FileSystemSaver(Files.createDirectories(folder), graph.getStateSerializer());
        return graph.compile(CompileConfig.builder().checkpointSaver(saver).build());
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
                        WARM_UP, ROUNDS, round -> ours(store, "r" + round), round -> peer.run(STEPS));
                Bench.row(
                        "durable step (PostgreSQL)",
                        pair.ours().each(STEPS),
                        "DBOS Transact " + DBOS.version() + " on the same server",
                        pair.other().each(STEPS),
                        1.5);
            }
        }
    }
}
