package io.jenkins.plugins.openfactory.jenkins.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.evidence.report.Inert;
import io.jenkins.plugins.openfactory.evidence.view.Head;
import io.jenkins.plugins.openfactory.evidence.view.LiveRun;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import java.util.Optional;

/** A few words about a run, for the build's own page. Immutable. */
public final class RunSummaryView {
    private final Head head;

    private RunSummaryView(Head head) {
        this.head = head;
    }

    static Optional<RunSummaryView> of(String runId) {
        FactoryRuntime.Opened opened = FactoryRuntime.get().open();
        return opened.store()
                .run(runId)
                .map(row -> new RunSummaryView(new LiveRun(opened.store(), opened.home(), runId).head()));
    }

    public String getTitle() {
        return Inert.line(head.status().path("title").asText());
    }

    /** What happens now. */
    public String getHeadline() {
        return head.now().headline();
    }

    /** What the run waits for or why it ended; null where there is nothing to say. */
    public String getText() {
        return head.now().text().isEmpty() ? null : head.now().text();
    }

    /** The next action. */
    public String getAction() {
        return head.now().action();
    }

    /** For instance {@code 5 of 8 stages}. */
    public String getProgress() {
        int done = 0;
        JsonNode stages = head.status().path("stages");
        for (JsonNode stage : stages) {
            String state = stage.path("status").asText();
            done += state.equals("succeeded") || state.equals("skipped") ? 1 : 0;
        }
        return done + " of " + stages.size() + " stages";
    }

    /** The pull request's number; null where there is none. */
    public String getPullNumber() {
        return head.status().at("/pullRequest/number").asText(null);
    }

    /** The pull request's address where a browser can follow it, else null. */
    public String getPullUrl() {
        String url = head.status().at("/pullRequest/url").asText("");
        return url.matches("https?://[\\x21-\\x7e]+") ? url : null;
    }
}
