package io.jenkins.plugins.openfactory.jenkins.root;

import hudson.Extension;
import hudson.model.Api;
import hudson.model.RootAction;
import io.jenkins.plugins.openfactory.evidence.report.Inert;
import io.jenkins.plugins.openfactory.evidence.view.ViewFiles;
import io.jenkins.plugins.openfactory.jenkins.Messages;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.jenkins.run.BuildLink;
import io.jenkins.plugins.openfactory.jenkins.web.Reply;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.RunSummary;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.GET;

/** The list of runs that whoever looks may read, newest first. Loads no build. Safe for any thread. */
@Extension
@ExportedBean
public final class FactoryRoot implements RootAction {
    private static final int MOST = 500;
    private static final int MOST_LISTED = 20_000;

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
        return readable(MOST).toList();
    }

    /**
     * One page of the list: {@code runs}, {@code from}, {@code more}.
     *
     * @param search words to look for in title, run and job
     * @param state the only state wanted
     * @param from how many runs that match come before the page
     */
    @GET
    public HttpResponse doList(
            @QueryParameter String search, @QueryParameter String state, @QueryParameter String from) {
        int begin = from != null && from.matches("\\d{1,7}") ? Integer.parseInt(from) : 0;
        RunList list = new RunList(search == null ? "" : search, state == null ? "" : state);
        return new Reply(200, Json.write(list.page(readable(MOST_LISTED), begin)));
    }

    /** The scripts of the page. */
    public String getScripts() {
        return ViewFiles.class.getPackageName() + ".base," + FactoryRoot.class.getName() + ".runs";
    }

    /** The runs that whoever asks may read, newest first; looked up as they are asked for. */
    private static Stream<Map<String, Object>> readable(int most) {
        RunStore store = FactoryRuntime.get().open().store();
        Map<String, Boolean> jobs = new HashMap<>();
        return store.runs(most).stream()
                .flatMap(run -> BuildLink.of(store, run.runId())
                        .filter(link -> jobs.computeIfAbsent(link.job(), job -> link.readable()))
                        .map(link -> entry(run, link))
                        .stream());
    }

    private static Map<String, Object> entry(RunSummary run, BuildLink link) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("runId", run.runId());
        map.put("status", run.state().id());
        map.put("title", Inert.line(run.title()));
        map.put("createdAt", run.createdAt().toString());
        map.put("updatedAt", run.updatedAt().toString());
        map.put("job", link.job());
        map.put("number", link.number());
        map.put("url", link.url());
        return map;
    }
}
