package io.jenkins.plugins.openfactory.jenkins.root;

import hudson.Extension;
import hudson.model.Api;
import hudson.model.RootAction;
import io.jenkins.plugins.openfactory.jenkins.Messages;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.jenkins.run.BuildLink;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.RunSummary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The list of runs that whoever looks may read, newest first. Loads no build. Safe for any thread. */
@Extension
@ExportedBean
public final class FactoryRoot implements RootAction {
    private static final int MOST = 500;

    @Override
    public String getIconFileName() {
        return "symbol-hammer";
    }

    @Override
    public String getDisplayName() {
        return Messages.FactoryRoot_displayName();
    }

    @Override
    public String getUrlName() {
        return "openfactory";
    }

    public Api getApi() {
        return new Api(this);
    }

    /** The newest 500 runs at most, as maps with {@code runId}, {@code status}, {@code title}, times and their build. */
    @Exported
    public List<Map<String, Object>> getRuns() {
        RunStore store = FactoryRuntime.get().open().store();
        Map<String, Boolean> readable = new HashMap<>();
        List<Map<String, Object>> list = new ArrayList<>();
        for (RunSummary run : store.runs(MOST)) {
            Optional<BuildLink> link = BuildLink.of(store, run.runId());
            if (link.isPresent()
                    && readable.computeIfAbsent(
                            link.get().job(), job -> link.get().readable())) {
                list.add(entry(run, link.get()));
            }
        }
        return list;
    }

    private static Map<String, Object> entry(RunSummary run, BuildLink link) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("runId", run.runId());
        map.put("status", run.state().id());
        map.put("title", run.title());
        map.put("createdAt", run.createdAt().toString());
        map.put("updatedAt", run.updatedAt().toString());
        map.put("job", link.job());
        map.put("number", link.number());
        map.put("url", link.url());
        return map;
    }
}
