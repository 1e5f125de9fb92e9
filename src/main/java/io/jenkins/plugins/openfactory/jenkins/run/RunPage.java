package io.jenkins.plugins.openfactory.jenkins.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Api;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.User;
import io.jenkins.plugins.openfactory.artifact.FolderArtifactStore;
import io.jenkins.plugins.openfactory.engine.Approvals;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.jenkins.Messages;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.jenkins.web.Export;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WaitReason;
import io.jenkins.plugins.openfactory.store.ApprovalRow;
import io.jenkins.plugins.openfactory.store.CancelRequests;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStatusDocument;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Tab;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.interceptor.RequirePOST;
import org.kohsuke.stapler.verb.GET;

/**
 * A run under its build: the page, the status document as {@code api/json}, and what a person can tell the run. Made for
 * each request; everything is read from the run record.
 */
@ExportedBean
public final class RunPage extends Tab {
    private static final int LONGEST_TEXT = 16_000;

    private final Run<?, ?> build;
    private final String runId;
    private ObjectNode document;

    RunPage(Run<?, ?> build, String runId) {
        super(build);
        this.build = build;
        this.runId = runId;
    }

    @Override
    public String getIconFileName() {
        return "symbol-hammer";
    }

    @Override
    public String getDisplayName() {
        return Messages.RunPage_displayName();
    }

    @Override
    public String getUrlName() {
        return "openfactory";
    }

    public Api getApi() {
        return new Api(this);
    }

    /** Whether whoever looks may cancel. */
    public boolean isCancelAllowed() {
        return build.hasPermission(Item.CANCEL);
    }

    /** Whether whoever looks may answer and approve. */
    public boolean isWordAllowed() {
        return build.hasPermission(Item.BUILD);
    }

    @Exported
    public String getRunId() {
        return runId;
    }

    @Exported
    public String getTraceId() {
        return text("traceId");
    }

    @Exported
    public String getStatus() {
        return text("status");
    }

    @Exported
    public String getTitle() {
        return text("title");
    }

    @Exported
    public String getWaitingFor() {
        return text("waitingFor");
    }

    @Exported
    public String getWaitingText() {
        return text("waitingText");
    }

    /** What an approval is asked for, with its hash; null where none is. */
    @Exported
    public Map<String, Object> getPendingApproval() {
        return "approval".equals(getWaitingFor())
                ? Export.map(store().document(runId, Approvals.PENDING)
                        .map(Json::read)
                        .orElseGet(Json::object))
                : null;
    }

    @Exported
    public Map<String, Object> getRequest() {
        return Export.map(document().path("request"));
    }

    @Exported
    public Map<String, Object> getSpec() {
        return Export.map(document().path("spec"));
    }

    @Exported
    public List<Object> getStages() {
        return Export.list(document().path("stages"));
    }

    @Exported
    public List<Object> getTickets() {
        return Export.list(document().path("tickets"));
    }

    @Exported
    public Map<String, Object> getModel() {
        return Export.map(document().path("model"));
    }

    @Exported
    public Map<String, Object> getUsage() {
        return Export.map(document().path("usage"));
    }

    @Exported
    public Map<String, Object> getBudget() {
        return Export.map(document().path("budget"));
    }

    @Exported
    public Map<String, Object> getSandbox() {
        return Export.map(document().path("sandbox"));
    }

    @Exported
    public Map<String, Object> getPullRequest() {
        return Export.map(document().path("pullRequest"));
    }

    @Exported
    public List<Object> getChecks() {
        return Export.list(document().path("checks"));
    }

    @Exported
    public Map<String, Object> getError() {
        return Export.map(document().path("error"));
    }

    @Exported
    public String getCreatedAt() {
        return text("createdAt");
    }

    @Exported
    public String getUpdatedAt() {
        return text("updatedAt");
    }

    /** The newest events since Jenkins started, one line each, for the page's log. */
    @GET
    public HttpResponse doEvents() {
        StringBuilder text = new StringBuilder();
        for (RunEvent event : WorkDesk.get().events(runId)) {
            text.append(event.at().toString(), 11, 19)
                    .append(event.stage().map(stage -> " " + stage.id()).orElse(""))
                    .append(event.ticketId().map(id -> " " + id).orElse(""))
                    .append(' ')
                    .append(event.text())
                    .append('\n');
        }
        return HttpResponses.text(text.toString());
    }

    /** Stops the run: 403 without Item.CANCEL, 409 where it has ended. */
    @RequirePOST
    public HttpResponse doCancel() {
        build.checkPermission(Item.CANCEL);
        FactoryRuntime.Opened opened = FactoryRuntime.get().open();
        CancelRequests requests = new CancelRequests(opened.store(), opened.home(), opened.clock());
        try {
            boolean worked = requests.request(runId, user()).isPresent();
            if (!worked && !WorkDesk.get().cancelParked(runId)) {
                opened.store()
                        .update(
                                runId,
                                row -> row.withError(
                                        JobState.CANCELLED,
                                        "cancelled",
                                        "The run was cancelled; what it did so far is kept."));
                requests.clear(runId);
            }
        } catch (UserError e) {
            return HttpResponses.errorWithoutStack(409, e.getMessage());
        }
        return HttpResponses.redirectToDot();
    }

    /** Answers the clarification question: 409 where none is asked. */
    @RequirePOST
    public HttpResponse doAnswer(@QueryParameter String text) {
        build.checkPermission(Item.BUILD);
        if (text == null || text.isBlank() || text.length() > LONGEST_TEXT) {
            return HttpResponses.errorWithoutStack(
                    400, "The answer is empty or longer than " + LONGEST_TEXT + " characters; send it as 'text'.");
        }
        RunRow row = store().run(runId).orElse(null);
        if (row == null || !row.waitingFor().equals(Optional.of(WaitReason.CLARIFICATION))) {
            return HttpResponses.errorWithoutStack(409, "The run does not ask for an answer now.");
        }
        say("clarification", "answer", Sha256.hex(row.waitingText().orElse("")), text);
        return HttpResponses.redirectToDot();
    }

    /** Approves exactly what was shown, which the hash says: 409 where that is not what the run asks for now. */
    @RequirePOST
    public HttpResponse doApprove(@QueryParameter String sha256, @QueryParameter String remark) {
        build.checkPermission(Item.BUILD);
        return decide("approve", sha256, remark);
    }

    /** Rejects exactly what was shown. */
    @RequirePOST
    public HttpResponse doReject(@QueryParameter String sha256, @QueryParameter String remark) {
        build.checkPermission(Item.BUILD);
        return decide("reject", sha256, remark);
    }

    private HttpResponse decide(String decision, String sha256, String remark) {
        String words = remark == null ? "" : remark;
        if (words.length() > LONGEST_TEXT) {
            return HttpResponses.errorWithoutStack(400, "The remark is longer than " + LONGEST_TEXT + " characters.");
        }
        RunRow row = store().run(runId).orElse(null);
        if (row == null || !row.waitingFor().equals(Optional.of(WaitReason.APPROVAL))) {
            return HttpResponses.errorWithoutStack(409, "The run does not ask for an approval now.");
        }
        JsonNode pending = Json.read(store().document(runId, Approvals.PENDING).orElse("{}"));
        String shown = pending.path("sha256").asText();
        if (!shown.equals(sha256)) {
            return HttpResponses.errorWithoutStack(
                    409, "The run asks for the approval of something else now; look at it, and send its 'sha256'.");
        }
        Optional<String> changed = decision.equals("approve") ? changed(pending) : Optional.empty();
        if (changed.isPresent()) {
            return HttpResponses.errorWithoutStack(409, changed.get());
        }
        say(pending.path("subject").asText(), decision, shown, words);
        return HttpResponses.redirectToDot();
    }

    private Optional<String> changed(JsonNode pending) {
        Path folder = FactoryRuntime.get().open().home().artifacts(runId);
        try {
            return Approvals.changed(pending, new FolderArtifactStore(folder).list());
        } catch (IOException e) {
            return Optional.of("The files of the run can't be read: " + e.getMessage() + ".");
        }
    }

    private void say(String subject, String decision, String sha256, String text) {
        FactoryRuntime.Opened opened = FactoryRuntime.get().open();
        opened.store()
                .saveApproval(
                        runId,
                        new ApprovalRow(
                                subject,
                                decision,
                                sha256,
                                opened.masker().mask(text),
                                user(),
                                opened.clock().instant()));
        WorkDesk.get().wake(runId);
    }

    private static String user() {
        User user = User.current();
        return user == null ? "anonymous" : user.getId();
    }

    private static io.jenkins.plugins.openfactory.store.RunStore store() {
        return FactoryRuntime.get().open().store();
    }

    private String text(String name) {
        return document().path(name).textValue();
    }

    private synchronized ObjectNode document() {
        if (document == null) {
            document = store().run(runId).isPresent() ? RunStatusDocument.of(store(), runId) : Json.object();
        }
        return document;
    }
}
