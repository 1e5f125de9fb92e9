package io.jenkins.plugins.openfactory.jenkins.ops;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.AsyncPeriodicWork;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryConfiguration;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.jenkins.run.BuildLink;
import io.jenkins.plugins.openfactory.jenkins.run.WorkDesk;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.store.Retention;
import io.jenkins.plugins.openfactory.store.RunLock;
import io.jenkins.plugins.openfactory.store.RunRemoval;
import io.jenkins.plugins.openfactory.store.RunSummary;
import java.time.Duration;
import java.util.Optional;

/** Looks every ten minutes whether all is in order, and ends runs whose build ended without them. */
@Extension
public final class Watchdog extends AsyncPeriodicWork {
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final int MOST = 500;

    public Watchdog() {
        super("OpenFactory watchdog");
    }

    @Override
    public long getRecurrencePeriod() {
        return 10 * MIN;
    }

    @Override
    protected void execute(TaskListener listener) {
        ExtensionList.lookupSingleton(FactoryMonitor.class).found(Doctor.get().examine(false));
        FactoryRuntime.Opened opened = FactoryRuntime.get().open();
        prune(opened, listener);
        Doctor.cleanUp().forEach(listener.getLogger()::println);
        for (RunSummary run : opened.store().leases().idle(MOST)) {
            boolean old = run.updatedAt().isBefore(opened.clock().instant().minus(PATIENCE));
            if (!run.state().ended() && old && abandoned(opened, run.runId())) {
                opened.store()
                        .update(
                                run.runId(),
                                row -> row.state().ended()
                                        ? row
                                        : row.withError(
                                                JobState.FAILED,
                                                "abandoned",
                                                "The build of this run ended without it; start another build."));
                listener.getLogger().println("The run " + run.runId() + " was abandoned by its build.");
            }
        }
    }

    private static void prune(FactoryRuntime.Opened opened, TaskListener listener) {
        Retention.Policy policy = FactoryConfiguration.get().retention();
        if (!policy.isEmpty()) {
            RunRemoval removal = new RunRemoval(opened.store(), opened.home());
            Retention.Pruned pruned = new Retention(opened.store(), removal, opened.clock()).apply(policy, false);
            pruned.runs().forEach(run -> listener.getLogger().println("The run " + run + " was deleted by its age."));
        }
    }

    /** Whether nobody works on the run and its build is over or gone. */
    private static boolean abandoned(FactoryRuntime.Opened opened, String runId) {
        if (WorkDesk.get().has(runId) || RunLock.holder(opened.home(), runId).isPresent()) {
            return false;
        }
        Optional<BuildLink> link = BuildLink.of(opened.store(), runId);
        if (link.isEmpty()) {
            return true;
        }
        try {
            Run<?, ?> build = Run.fromExternalizableId(link.get().id());
            return build == null || !build.isBuilding();
        } catch (IllegalArgumentException e) {
            return true;
        }
    }
}
