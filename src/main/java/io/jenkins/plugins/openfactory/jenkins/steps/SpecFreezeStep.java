package io.jenkins.plugins.openfactory.jenkins.steps;

import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.Extension;
import hudson.FilePath;
import hudson.model.Item;
import hudson.model.Run;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.openfactory.engine.SmokeExample;
import io.jenkins.plugins.openfactory.jenkins.Messages;
import io.jenkins.plugins.openfactory.jenkins.config.BranchSource;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryConfiguration;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.jenkinsci.plugins.structs.describable.CustomDescribableModel;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.kohsuke.stapler.AncestorInPath;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** Begins a run: looks whether everything is in order, freezes the specification and draws the architecture. */
public final class SpecFreezeStep extends FactoryStep {
    private String request = "";
    private String requestFile = "";
    private String issue = "";
    private String repository = "";
    private String base = "";
    private String model = "";
    private String credentialsId = "";
    private String forgeUrl = "";
    private String approve = "";
    private boolean clarification = true;

    @DataBoundConstructor
    public SpecFreezeStep() {}

    public String getRequest() {
        return request;
    }

    @DataBoundSetter
    public void setRequest(String request) {
        this.request = text(request);
    }

    public String getRequestFile() {
        return requestFile;
    }

    @DataBoundSetter
    public void setRequestFile(String requestFile) {
        this.requestFile = text(requestFile);
    }

    public String getIssue() {
        return issue;
    }

    /** The number of an issue of the repository, or an issue's address. */
    @DataBoundSetter
    public void setIssue(String issue) {
        this.issue = text(issue);
    }

    public String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(String repository) {
        this.repository = text(repository);
    }

    public String getBase() {
        return base;
    }

    @DataBoundSetter
    public void setBase(String base) {
        this.base = text(base);
    }

    public String getModel() {
        return model;
    }

    @DataBoundSetter
    public void setModel(String model) {
        this.model = text(model);
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    /** The credential for GitHub; empty for the local forge, which needs none. */
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = text(credentialsId);
    }

    public String getForgeUrl() {
        return forgeUrl;
    }

    /** The API's address of a GitHub Enterprise server; empty for github.com. */
    @DataBoundSetter
    public void setForgeUrl(String forgeUrl) {
        this.forgeUrl = text(forgeUrl);
    }

    public String getApprove() {
        return approve;
    }

    /** Any of {@code spec}, {@code tickets} and {@code pr}, with commas between them. */
    @DataBoundSetter
    public void setApprove(String approve) {
        this.approve = text(approve);
    }

    public boolean isClarification() {
        return clarification;
    }

    @DataBoundSetter
    public void setClarification(boolean clarification) {
        this.clarification = clarification;
    }

    @Override
    StepOrder order(StepContext context) throws IOException, InterruptedException {
        onlyOneRequest();
        ObjectNode settings = FactoryConfiguration.get().runSettings(model);
        settings.put("mayAsk", clarification);
        ForgeChoice forge = forge(settings, context.get(Run.class));
        settings.set("forge", forge.settings());
        if (!approve.isEmpty()) {
            Arrays.stream(approve.split(","))
                    .map(String::strip)
                    .filter(word -> !word.isEmpty())
                    .forEach(settings.withArray("approvals")::add);
        }
        ObjectNode source = Json.object().put("repository", forge.repository()).put("base", base);
        if (!issue.isEmpty()) {
            IssueAddress.of(issue, settings.path("forge"));
            source.put("issue", issue);
        } else if (!requestFile.isEmpty()) {
            source.put("origin", requestFile).put("request", file(context.get(FilePath.class)));
        } else {
            source.put("origin", "Pipeline step").put("request", request);
        }
        return new StepOrder(StepKind.SPEC_FREEZE, Json.write(settings), Json.write(source), false, true);
    }

    private void onlyOneRequest() {
        List<String> given = new ArrayList<>();
        Map.of("request", request, "requestFile", requestFile, "issue", issue).forEach((name, value) -> {
            if (!value.isEmpty()) {
                given.add(name);
            }
        });
        if (given.size() > 1) {
            Collections.sort(given);
            throw new UserError("factorySpecFreeze has " + String.join(" and ", given)
                    + "; give exactly one of request, requestFile and issue.");
        }
    }

    /** The built-in model builds its own example, whatever the job was made for. */
    private ForgeChoice forge(ObjectNode settings, Run<?, ?> build) {
        ForgeChoice given = new ForgeChoice(repository, credentialsId, forgeUrl);
        boolean example = repository.isEmpty()
                && settings.path("model").path("modelId").asText().equals(SmokeExample.MODEL);
        return example ? given : given.orElse(BranchSource.of(build.getParent()));
    }

    private String file(FilePath workspace) throws IOException, InterruptedException {
        FilePath file = workspace.child(requestFile);
        if (!file.exists()) {
            throw new UserError("requestFile is '" + requestFile
                    + "', which is not in the workspace; check the repository out before, or correct the path.");
        }
        return file.readToString();
    }

    private static String text(String given) {
        return given == null ? "" : given.strip();
    }

    /** Describes the step. */
    @Symbol("factorySpecFreeze")
    @Extension
    public static final class DescriptorImpl extends FactoryStepDescriptor implements CustomDescribableModel {
        public DescriptorImpl() {
            super(StepKind.SPEC_FREEZE);
        }

        @Override
        public String getDisplayName() {
            return Messages.SpecFreezeStep_displayName();
        }

        /** A Pipeline may say the issue's number without quotes. */
        @Override
        public Map<String, Object> customInstantiate(Map<String, Object> arguments) {
            Map<String, Object> given = new LinkedHashMap<>(arguments);
            given.computeIfPresent("issue", (name, value) -> value instanceof Number ? value.toString() : value);
            return given;
        }

        @Override
        public String argumentsToString(Map<String, Object> arguments) {
            Object shown = Stream.of("issue", "requestFile", "request")
                    .map(arguments::get)
                    .filter(value -> value != null && !value.toString().isBlank())
                    .findFirst()
                    .orElse(null);
            return shown == null
                    ? null
                    : String.valueOf(shown).lines().findFirst().orElse(null);
        }

        /** Whether it can be an issue. */
        public FormValidation doCheckIssue(@QueryParameter String value) {
            return value.isBlank() || IssueAddress.isOne(value.strip())
                    ? FormValidation.ok()
                    : FormValidation.error(Messages.SpecFreezeStep_issueWrong(value.strip()));
        }

        /** Credentials that the job may use for GitHub. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@AncestorInPath Item item, @QueryParameter String credentialsId) {
            StandardListBoxModel items = new StandardListBoxModel();
            items.includeEmptyValue();
            boolean allowed =
                    item == null ? Jenkins.get().hasPermission(Jenkins.ADMINISTER) : item.hasPermission(Item.CONFIGURE);
            if (allowed) {
                items.includeAs(ACL.SYSTEM2, item, StringCredentials.class);
                items.includeAs(ACL.SYSTEM2, item, StandardUsernamePasswordCredentials.class);
            }
            items.includeCurrentValue(credentialsId);
            return items;
        }

        /** The models that the administrator set up, and the built-in one. */
        public ListBoxModel doFillModelItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.SpecFreezeStep_defaultModel(), "");
            FactoryConfiguration.get().modelNames().forEach(name -> items.add(name, name));
            return items;
        }
    }
}
