package io.jenkins.plugins.openfactory.store;

import io.jenkins.plugins.openfactory.run.UserError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Deletes what is older than wanted or more than wanted, of runs that have ended: whole runs, only their artifacts and
 * repositories, and only the prompts and replies of their exchanges. Each has a bound of its own. Safe for any thread.
 */
public final class Retention {
    /** What a page of runs is read in. */
    private static final int PAGE = 500;

    private final RunStore store;
    private final RunRemoval removal;
    private final Clock clock;

    public Retention(RunStore store, RunRemoval removal, Clock clock) {
        this.store = store;
        this.removal = removal;
        this.clock = clock;
    }

    /**
     * What is kept.
     *
     * @param age what has not changed for longer goes
     * @param count of the newest ones stay, those that have not ended counted
     */
    public record Bound(Optional<Duration> age, Optional<Integer> count) {
        public static final Bound NONE = new Bound(Optional.empty(), Optional.empty());

        public Bound {
            if (age.filter(Duration::isNegative).isPresent()
                    || count.filter(most -> most < 0).isPresent()) {
                throw new UserError("a retention bound can't be negative; give days and counts from 0 up");
            }
        }

        private boolean passes(int rank, Instant updatedAt, Instant now) {
            return age.filter(most -> updatedAt.isBefore(now.minus(most))).isEmpty()
                    && count.filter(most -> rank >= most).isEmpty();
        }

        private boolean none() {
            return age.isEmpty() && count.isEmpty();
        }
    }

    /** What is kept of runs, of their files, and of their exchanges. */
    public record Policy(Bound runs, Bound files, Bound exchanges) {
        /** Whether everything is kept for ever. */
        public boolean isEmpty() {
            return runs.none() && files.none() && exchanges.none();
        }
    }

    /** What went, or would go: run ids, oldest last. */
    public record Pruned(List<String> runs, List<String> files, List<String> exchanges) {}

    /**
     * Applies a policy.
     *
     * @param dryRun only says what would go
     */
    public Pruned apply(Policy policy, boolean dryRun) {
        Pruned found = find(policy);
        if (!dryRun) {
            each(found.exchanges(), store::dropExchanges);
            each(found.files(), removal::dropFiles);
            each(found.runs(), removal::delete);
        }
        return found;
    }

    private Pruned find(Policy policy) {
        Instant now = clock.instant();
        Pruned pruned = new Pruned(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        int rank = 0;
        Optional<RunSummary> last = Optional.empty();
        List<RunSummary> page;
        do {
            page = store.runsAfter(last, PAGE);
            for (RunSummary run : page) {
                choose(policy, run, rank++, now, pruned);
                last = Optional.of(run);
            }
        } while (page.size() == PAGE);
        return pruned;
    }

    private void choose(Policy policy, RunSummary run, int rank, Instant now, Pruned pruned) {
        if (!run.state().ended()
                || store.leases().of(run.runId()).filter(Lease::here).isEmpty()) {
            return;
        }
        if (!policy.runs().passes(rank, run.updatedAt(), now)) {
            pruned.runs().add(run.runId());
            return;
        }
        if (!policy.files().passes(rank, run.updatedAt(), now) && !marked(run, RunStore.FILES_DROPPED)) {
            pruned.files().add(run.runId());
        }
        if (!policy.exchanges().passes(rank, run.updatedAt(), now) && !marked(run, RunStore.EXCHANGES_DROPPED)) {
            pruned.exchanges().add(run.runId());
        }
    }

    private boolean marked(RunSummary run, String document) {
        return store.document(run.runId(), document).isPresent();
    }

    /** A run that somebody works on again stays. */
    private static void each(List<String> runs, Consumer<String> change) {
        for (String run : List.copyOf(runs)) {
            try {
                change.accept(run);
            } catch (UserError e) {
                runs.remove(run);
            }
        }
    }
}
