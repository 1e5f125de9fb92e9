package io.jenkins.plugins.openfactory.jenkins.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Api;
import hudson.model.Item;
import hudson.model.Run;
import hudson.model.User;
import io.jenkins.plugins.openfactory.engine.Approvals;
import io.jenkins.plugins.openfactory.evidence.view.ViewFiles;
import io.jenkins.plugins.openfactory.jenkins.Messages;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.jenkins.web.Export;
import io.jenkins.plugins.openfactory.jenkins.web.Reply;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.store.RunStatusDocument;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import jenkins.model.Jenkins;
import jenkins.model.Tab;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.interceptor.RequirePOST;

/**
 * A run under its build: the page, the status document as {@code api/json}, and what a person can tell the run. Made for
 * each request; everything is read from the run record.
 */
@ExportedBean
public final class RunPage extends Tab {
    private static final int LONGEST_BODY = 8 << 10;

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

    /** The pull request; that of the local forge is a folder of the controller, so this page is its address. */
    @Exported
    public Map<String, Object> getPullRequest() {
        Map<String, Object> pull = Export.map(document().path("pullRequest"));
        if (pull != null && !String.valueOf(pull.get("url")).matches("https?://.*")) {
            Map<String, Object> here = new LinkedHashMap<>(pull);
            here.put(
                    "url", Objects.requireNonNullElse(Jenkins.get().getRootUrl(), "/") + build.getUrl() + getUrlName());
            return here;
        }
        return pull;
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

    /** What the page's script asks for, under {@code view/}. */
    public RunViewApi getView() {
        return new RunViewApi(build, runId);
    }

    /** The scripts of the run view, as the page includes them. */
    public String getScripts() {
        return ViewFiles.SCRIPTS.stream()
                .map(name -> ViewFiles.class.getPackageName() + "." + name)
                .collect(Collectors.joining(","));
    }

    /** Stops the run: 403 without Item.CANCEL, 409 where it has ended, 413 with a body, for which there is no use. */
    @RequirePOST
    public HttpResponse doCancel(StaplerRequest2 request) throws IOException {
        build.checkPermission(Item.CANCEL);
        long length = length(request);
        if (length > LONGEST_BODY) {
            return new Reply(413, "The request's body has " + length + " bytes or more; leave it out.");
        }
        return answer(word().cancel(() -> WorkDesk.get().cancelParked(runId)));
    }

    /** The bytes of a request's body; one that comes in chunks doesn't say how many, so it is read as far as it may go. */
    private static long length(StaplerRequest2 request) throws IOException {
        long said = request.getContentLengthLong();
        return said >= 0 ? said : request.getInputStream().readNBytes(LONGEST_BODY + 1).length;
    }

    /** Answers the clarification question: 409 where none is asked. */
    @RequirePOST
    public HttpResponse doAnswer(@QueryParameter String text) {
        build.checkPermission(Item.BUILD);
        return woken(word().answer(text == null ? "" : text));
    }

    /** Approves exactly what was shown, which the hash says: 409 where that is not what the run asks for now. */
    @RequirePOST
    public HttpResponse doApprove(@QueryParameter String sha256, @QueryParameter String remark) {
        build.checkPermission(Item.BUILD);
        return woken(word().decide("approve", sha256 == null ? "" : sha256, remark == null ? "" : remark));
    }

    /** Rejects exactly what was shown. */
    @RequirePOST
    public HttpResponse doReject(@QueryParameter String sha256, @QueryParameter String remark) {
        build.checkPermission(Item.BUILD);
        return woken(word().decide("reject", sha256 == null ? "" : sha256, remark == null ? "" : remark));
    }

    private PersonsWord word() {
        FactoryRuntime.Opened opened = FactoryRuntime.get().open();
        return new PersonsWord(opened.store(), opened.home(), opened.clock(), opened.masker(), runId, user());
    }

    private HttpResponse woken(Optional<PersonsWord.Refusal> refusal) {
        if (refusal.isEmpty()) {
            WorkDesk.get().wake(runId);
        }
        return answer(refusal);
    }

    private static HttpResponse answer(Optional<PersonsWord.Refusal> refusal) {
        return refusal.<HttpResponse>map(why -> new Reply(why.status(), why.text()))
                .orElseGet(HttpResponses::redirectToDot);
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
