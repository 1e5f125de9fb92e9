package io.jenkins.plugins.openfactory.jenkins.run;

import hudson.Extension;
import hudson.model.Run;
import hudson.model.listeners.RunListener;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.jenkins.config.PluginLoader;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.RunRemoval;

/** Deletes what is kept of a run when its build is deleted, by hand or by a build discarder. */
@Extension
public final class BuildDeletion extends RunListener<Run<?, ?>> {
    @Override
    public void onDeleted(Run<?, ?> build) {
        FactoryRunAction action = build.getAction(FactoryRunAction.class);
        if (action == null) {
            return;
        }
        try {
            PluginLoader.with(() -> {
                FactoryRuntime.Opened opened = FactoryRuntime.get().open();
                return new RunRemoval(opened.store(), opened.home()).delete(action.getRunId());
            });
        } catch (UserError | WorldFault e) {
            // The build is gone all the same; 'factory runs prune' can delete the rest.
            System.getLogger(BuildDeletion.class.getName())
                    .log(System.Logger.Level.WARNING, "a run outlives its build: " + e.getMessage());
        }
    }
}
