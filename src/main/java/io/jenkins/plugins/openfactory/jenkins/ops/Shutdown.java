package io.jenkins.plugins.openfactory.jenkins.ops;

import hudson.Extension;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.jenkins.run.WorkDesk;

/** Leaves every run for the next Jenkins and closes the store before this one ends. */
@Extension
public final class Shutdown extends ItemListener {
    @Override
    public void onBeforeShutdown() {
        WorkDesk.get().suspendAll();
        FactoryRuntime.get().close();
    }
}
