package io.jenkins.plugins.openfactory.engine.stage.implement;

import io.jenkins.plugins.openfactory.engine.Stage;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.StageResult;
import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.TicketState;
import io.jenkins.plugins.openfactory.store.TicketRow;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import io.jenkins.plugins.openfactory.ticket.TicketGraph;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Stage 4: every ticket on a branch and in a working tree of its own, independent ones in parallel. A failed ticket
 * skips those that depend on it; the others go on, and what is done is kept.
 */
public final class ImplementStage implements Stage {
    @Override
    public StageId id() {
        return StageId.IMPLEMENT_LOOP;
    }

    @Override
    public StageResult run(StageContext context) {
        TicketGraph graph = new TicketGraph(context.documents().tickets());
        Map<String, TicketState> states = new HashMap<>();
        for (Ticket ticket : graph.order()) {
            boolean done =
                    context.documents().ticketRow(ticket.id()).orElseThrow().state() == TicketState.SUCCEEDED;
            states.put(ticket.id(), done ? TicketState.SUCCEEDED : TicketState.PENDING);
        }
        work(context, graph, states);
        return result(context, graph.order(), states);
    }

    private static void work(StageContext context, TicketGraph graph, Map<String, TicketState> states) {
        ExecutorService threads = Executors.newFixedThreadPool(context.config().parallel(), task -> {
            Thread thread = new Thread(task, "openfactory-" + context.runId() + "-ticket");
            thread.setDaemon(true);
            thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
            return thread;
        });
        try {
            CompletionService<Done> finished = new ExecutorCompletionService<>(threads);
            int running = start(context, graph, states, finished);
            Optional<RuntimeException> fault = Optional.empty();
            while (running > 0) {
                Future<Done> one = finished.take();
                running--;
                Optional<RuntimeException> its = fault(one);
                if (its.isEmpty()) {
                    states.put(one.get().ticketId(), one.get().state());
                    skipDependents(context, graph, states);
                }
                fault = fault.or(() -> its);
                running += fault.isEmpty() ? start(context, graph, states, finished) : 0;
            }
            if (fault.isPresent()) {
                throw fault.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunCancelledException();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * What ended a ticket's thread. The tickets beside it go on to their own end first, so that nobody works on a run
     * that has stopped, and what they paid for is kept.
     */
    private static Optional<RuntimeException> fault(Future<Done> ended) throws InterruptedException {
        try {
            ended.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            return Optional.of(
                    e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause()));
        }
    }

    private record Done(String ticketId, TicketState state) {}

    private static int start(
            StageContext context, TicketGraph graph, Map<String, TicketState> states, CompletionService<Done> threads) {
        int started = 0;
        for (Ticket ticket : graph.order()) {
            boolean ready = states.get(ticket.id()) == TicketState.PENDING
                    && ticket.dependsOn().stream().allMatch(d -> states.get(d) == TicketState.SUCCEEDED);
            if (ready) {
                states.put(ticket.id(), TicketState.RUNNING);
                threads.submit(() -> new Done(ticket.id(), new TicketWorker(context, graph, ticket).work()));
                started++;
            }
        }
        return started;
    }

    private static void skipDependents(StageContext context, TicketGraph graph, Map<String, TicketState> states) {
        for (Ticket ticket : graph.order()) {
            Optional<String> blocker = ticket.dependsOn().stream()
                    .filter(d -> states.get(d) == TicketState.FAILED || states.get(d) == TicketState.SKIPPED)
                    .findFirst();
            if (states.get(ticket.id()) == TicketState.PENDING && blocker.isPresent()) {
                states.put(ticket.id(), TicketState.SKIPPED);
                context.documents()
                        .updateTicketRow(
                                ticket.id(),
                                row -> TicketRows.state(
                                        row, TicketState.SKIPPED, "ticket " + blocker.get() + " did not succeed"));
            }
        }
    }

    private static StageResult result(StageContext context, List<Ticket> tickets, Map<String, TicketState> states) {
        List<TicketRow> rows = context.documents().ticketRows();
        Optional<TicketRow> failed =
                rows.stream().filter(row -> row.state() == TicketState.FAILED).findFirst();
        if (failed.isPresent()) {
            long good = states.values().stream()
                    .filter(s -> s == TicketState.SUCCEEDED)
                    .count();
            return new StageResult.Failed(
                    "ticket_failed",
                    "Ticket " + failed.get().ticketId() + " (" + failed.get().title() + ") failed: "
                            + failed.get().summary() + " " + good + " of " + tickets.size()
                            + " tickets succeeded and are kept; its PATCH.diff and logs are among the artifacts.");
        }
        int attempts = rows.stream().mapToInt(TicketRow::attempts).sum();
        return new StageResult.Succeeded(Count.of(tickets.size(), "ticket") + " in " + Count.of(attempts, "attempt"));
    }
}
