package io.jenkins.plugins.openfactory.jenkins.run;

import hudson.Extension;
import hudson.model.Action;
import hudson.model.Run;
import java.util.Collection;
import java.util.List;
import jenkins.model.Tab;
import jenkins.model.TransientActionFactory;

/** Gives builds that have a run its page. */
@Extension
@SuppressWarnings("rawtypes")
public final class RunPageFactory extends TransientActionFactory<Run> {
    @Override
    public Class<Run> type() {
        return Run.class;
    }

    @Override
    public Class<? extends Action> actionType() {
        return Tab.class;
    }

    @Override
    public Collection<? extends Action> createFor(Run target) {
        Run<?, ?> build = target;
        return build.getActions(FactoryRunAction.class).stream()
                .findFirst()
                .map(action -> List.of(new RunPage(build, action.getRunId())))
                .orElse(List.of());
    }
}
