package io.jenkins.plugins.openfactory.doctor;

import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.store.Lease;
import io.jenkins.plugins.openfactory.store.RunLock;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.RunSummary;
import io.jenkins.plugins.openfactory.store.StageRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Watches the runs of one home that have not ended: names those whose owner is gone, and stages that stand still. Reads
 * only; safe for any thread.
 */
public final class RunWatch implements Check {
    private static final int MOST = 1000;
    /** Longer than a command, a model call and the wait for a check may take by default. */
    public static final Duration PATIENCE = Duration.ofMinutes(45);

    private final RunStore store;
    private final FactoryHome home;
    private final Clock clock;
    private final Duration patience;
    private final Function<Trouble, String> mend;

    /** The one of the command line. */
    public RunWatch(RunStore store, FactoryHome home, Clock clock, Duration patience) {
        this(store, home, clock, patience, RunWatch::commands);
    }

    /** @param mend what a person does about a run, one sentence */
    public RunWatch(RunStore store, FactoryHome home, Clock clock, Duration patience, Function<Trouble, String> mend) {
        this.store = store;
        this.home = home;
        this.clock = clock;
        this.patience = patience;
        this.mend = mend;
    }

    /**
     * A run that needs somebody.
     *
     * @param abandoned whether nobody works on it; else its stage stands still
     * @param since when something was last recorded
     */
    public record Trouble(String runId, boolean abandoned, String stage, Instant since) {
        public String text() {
            return abandoned
                    ? "Run " + runId + " was left in " + stage + " by its process at " + since + "."
                    : "The stage " + stage + " of run " + runId + " stands still since " + since + ".";
        }
    }

    @Override
    public String name() {
        return "runs";
    }

    @Override
    public Finding look() {
        List<Trouble> troubles = troubles();
        if (troubles.isEmpty()) {
            return Finding.ok(
                    name(), "Every run that has not ended has somebody who works on it, or waits for a person.");
        }
        Trouble first = troubles.get(0);
        String more = troubles.size() > 1 ? " " + (troubles.size() - 1) + " more runs need somebody." : "";
        return Finding.warning(name(), first.text() + more, mend.apply(first));
    }

    private static String commands(Trouble trouble) {
        String run = trouble.runId();
        return (trouble.abandoned() ? "Go on with 'factory resume " : "Look at it with 'factory status ") + run
                + "', or end it with 'factory cancel " + run + "'";
    }

    /** The runs that need somebody, oldest first. */
    public List<Trouble> troubles() {
        List<Trouble> troubles = new ArrayList<>();
        Set<String> idle =
                store.leases().idle(MOST).stream().map(RunSummary::runId).collect(Collectors.toSet());
        for (RunSummary run : store.leases().live(MOST)) {
            look(run, idle.contains(run.runId())).ifPresent(troubles::add);
        }
        return troubles;
    }

    private Optional<Trouble> look(RunSummary run, boolean idle) {
        Optional<StageRow> stage = store.stages(run.runId()).stream()
                .filter(row -> row.state() == StageState.RUNNING)
                .findFirst();
        Instant last = last(run, stage);
        String name = stage.map(row -> row.stage().title()).orElse(run.state().id());
        if (idle) {
            boolean left = run.state() == JobState.RUNNING || run.state() == JobState.CANCEL_REQUESTED;
            return left && RunLock.holder(home, run.runId()).isEmpty()
                    ? Optional.of(new Trouble(run.runId(), true, name, last))
                    : Optional.empty();
        }
        boolean still = stage.isPresent()
                && run.state() == JobState.RUNNING
                && last.isBefore(clock.instant().minus(patience));
        return still ? Optional.of(new Trouble(run.runId(), false, name, last)) : Optional.empty();
    }

    private Instant last(RunSummary run, Optional<StageRow> stage) {
        Instant last = run.updatedAt();
        Instant begun = stage.flatMap(StageRow::startedAt).orElse(last);
        Instant effect = store.lastEffect(run.runId())
                .map(row -> row.doneAt().orElse(row.intentAt()))
                .orElse(last);
        return List.of(last, begun, effect).stream().max(Instant::compareTo).orElseThrow();
    }

    /** Whether somebody works on a run. */
    static boolean isHeld(RunStore store, FactoryHome home, String runId) {
        return store.leases().of(runId).filter(Lease::held).isPresent()
                        && store.leases().idle(MOST).stream()
                                .noneMatch(run -> run.runId().equals(runId))
                || RunLock.holder(home, runId).isPresent();
    }
}
