package io.jenkins.plugins.openfactory.jenkins.run;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.openfactory.evidence.view.LiveRun;
import io.jenkins.plugins.openfactory.evidence.view.Slice;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.jenkins.web.Reply;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.Optional;
import java.util.function.Supplier;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.GET;

/**
 * What the run view of a build asks for, as JSON: {@code head} every few seconds, {@code run} where something changed, and
 * pieces of the log, of artifacts and of exchanges where they are looked at. Made for each request.
 */
public final class RunViewApi {
    private final Run<?, ?> build;
    private final String runId;

    RunViewApi(Run<?, ?> build, String runId) {
        this.build = build;
        this.runId = runId;
    }

    /** What a person must see first. */
    @GET
    public HttpResponse doHead() {
        return json(() -> Optional.of(run().headJson()));
    }

    /** The document of schema {@code run-view}. */
    @GET
    public HttpResponse doRun() {
        return json(() -> Optional.of(run().viewJson()));
    }

    /** The run's log from an offset on: {@code from}, {@code next}, {@code size}, {@code text}. */
    @GET
    public HttpResponse doLog(@QueryParameter String from) {
        return json(() -> offset(from).map(begin -> Json.tree(run().log(begin))));
    }

    /** An artifact from an offset on, in the same shape; 404 where there is none. */
    @GET
    public HttpResponse doFile(@QueryParameter String path, @QueryParameter String from) {
        return json(() -> {
            Optional<Slice> slice = offset(from).flatMap(begin -> run().file(path == null ? "" : path, begin));
            return slice.map(Json::tree);
        });
    }

    /** The messages and the reply of one exchange; 404 where there is none. */
    @GET
    public HttpResponse doExchange(@QueryParameter String key) {
        return json(() -> run().exchange(key == null ? "" : key));
    }

    private HttpResponse json(Supplier<Optional<JsonNode>> answer) {
        build.checkPermission(Item.READ);
        if (FactoryRuntime.get().open().store().run(runId).isEmpty()) {
            return new Reply(
                    404,
                    "There is no record of the run " + runId + ": the build ended before it was made, or it was deleted"
                            + " since. The build's console says what happened.");
        }
        return answer.get()
                .<HttpResponse>map(found -> new Reply(200, Json.write(found)))
                .orElseGet(() -> new Reply(404, "The run has nothing of that name."));
    }

    private LiveRun run() {
        FactoryRuntime.Opened opened = FactoryRuntime.get().open();
        return new LiveRun(opened.store(), opened.home(), runId);
    }

    private static Optional<Long> offset(String text) {
        if (text == null || text.isEmpty()) {
            return Optional.of(0L);
        }
        return text.matches("\\d{1,15}") ? Optional.of(Long.valueOf(text)) : Optional.empty();
    }
}
