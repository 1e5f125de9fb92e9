package io.jenkins.plugins.openfactory.jenkins.run;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.util.Optional;
import jenkins.model.Jenkins;

/**
 * Which build a run belongs to, kept with the run so that lists need not load builds. Immutable.
 *
 * @param job the job's full name
 * @param url of the build, relative to Jenkins' own address
 * @param id what Jenkins finds the build again by
 */
public record BuildLink(String job, int number, String url, String id) {
    private static final String DOCUMENT = "jenkins_build";

    /** Keeps it with the run. */
    public static void save(RunStore store, String runId, Run<?, ?> build) {
        Job<?, ?> job = build.getParent();
        store.saveDocument(
                runId,
                DOCUMENT,
                Json.write(Json.object()
                        .put("job", job.getFullName())
                        .put("number", build.getNumber())
                        .put("url", build.getUrl())
                        .put("id", build.getExternalizableId())));
    }

    /** The build of a run; empty for a run that no build began. */
    public static Optional<BuildLink> of(RunStore store, String runId) {
        return store.document(runId, DOCUMENT).map(text -> {
            JsonNode json = Json.read(text);
            return new BuildLink(
                    json.path("job").asText(),
                    json.path("number").asInt(),
                    json.path("url").asText(),
                    json.path("id").asText());
        });
    }

    /** Whether whoever asks may read the job. Loads no build. */
    public boolean readable() {
        try {
            return Jenkins.get().getItemByFullName(job, Job.class) != null;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
