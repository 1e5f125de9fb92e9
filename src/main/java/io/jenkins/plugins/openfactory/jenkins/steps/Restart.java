package io.jenkins.plugins.openfactory.jenkins.steps;

import hudson.model.Run;
import io.jenkins.plugins.openfactory.jenkins.run.FactoryRunAction;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The clean run that a build begins where it was restarted from a later stage: with what the build before was told, from
 * the run's beginning. Immutable.
 *
 * @param first what began the former run
 * @param between what the steps after that were told, as far as they are not run again
 * @param news a line about it
 */
record Restart(StepOrder first, List<StepOrder> between, String news) {
    /** Restarts of restarts are followed back so far. */
    private static final int FARTHEST = 100;

    /**
     * What a step of a restarted build begins; empty in every other build.
     *
     * @throws UserError where the former run is not to be found, or the step has no node to begin one on
     */
    static Optional<Restart> of(RunStore store, Run<?, ?> build, FactoryStepExecution execution) {
        Optional<Restarted> how = Restarted.of(build);
        if (how.isEmpty()) {
            return Optional.empty();
        }
        StepKind kind = execution.order().kind();
        String function = kind.function();
        String former = former(store, build)
                .orElseThrow(() -> new UserError(function + " found no run in this build, nor in build #"
                        + how.get().build()
                        + " that it was restarted from; start a new build, or restart from the stage of "
                        + StepKind.SPEC_FREEZE.function() + "."));
        if (!execution.onNode()) {
            throw new UserError(
                    "This build was restarted from stage '" + how.get().stage()
                            + "', so its run begins anew, which needs a node, and " + function
                            + " has none; restart from the stage of " + StepKind.SPEC_FREEZE.function() + ".");
        }
        return Optional.of(new Restart(
                StepOrders.of(store, former, StepKind.SPEC_FREEZE).orElseThrow(),
                Arrays.stream(StepKind.values())
                        .filter(step -> step != StepKind.SPEC_FREEZE && step.compareTo(kind) < 0)
                        .flatMap(step -> StepOrders.of(store, former, step).stream())
                        .toList(),
                "restarted from stage '" + how.get().stage() + "' of build #"
                        + how.get().build() + ": a clean run begins with the same request, from its first stage on"));
    }

    /** The run of the nearest build before that knows what it was told. */
    private static Optional<String> former(RunStore store, Run<?, ?> build) {
        Run<?, ?> at = build;
        for (int hops = 0; hops < FARTHEST; hops++) {
            Optional<Restarted> how = Restarted.of(at);
            at = how.isEmpty()
                    ? null
                    : at.getParent().getBuildByNumber(how.get().build());
            if (at == null) {
                return Optional.empty();
            }
            Optional<String> run = Optional.ofNullable(at.getAction(FactoryRunAction.class))
                    .map(FactoryRunAction::getRunId)
                    .filter(id -> StepOrders.of(store, id, StepKind.SPEC_FREEZE).isPresent());
            if (run.isPresent()) {
                return run;
            }
        }
        return Optional.empty();
    }
}
