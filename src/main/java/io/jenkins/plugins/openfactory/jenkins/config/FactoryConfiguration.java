package io.jenkins.plugins.openfactory.jenkins.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.openfactory.engine.SmokeExample;
import io.jenkins.plugins.openfactory.jenkins.Messages;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.Retention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.GlobalConfiguration;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** What the administrator sets for every run: models, the command policy, the sandbox, budgets. Safe for any thread. */
@Symbol("openFactory")
@Extension
public final class FactoryConfiguration extends GlobalConfiguration {
    private List<ModelProvider> models = new ArrayList<>();
    private String defaultModel = "";
    private String policyFile = "";
    private String prepareHosts = "";
    private String minimumTier = "full";
    private boolean buildsInReducedTier;
    private boolean localRepositories;
    private double budgetUsd;
    private long budgetTokens;
    private int agentWaitMinutes = 30;
    private double budgetUsdPerDay;
    private long budgetTokensPerDay;
    private int keepRuns;
    private int keepDays;
    private String storeUrl = "";
    private String storeCredentialsId = "";

    public FactoryConfiguration() {
        load();
    }

    /** The one of this Jenkins. */
    public static FactoryConfiguration get() {
        return ExtensionList.lookupSingleton(FactoryConfiguration.class);
    }

    @Override
    public String getDisplayName() {
        return Messages.FactoryConfiguration_displayName();
    }

    public synchronized List<ModelProvider> getModels() {
        return List.copyOf(models);
    }

    @DataBoundSetter
    public synchronized void setModels(List<ModelProvider> models) {
        this.models = models == null ? new ArrayList<>() : new ArrayList<>(models);
        save();
    }

    public synchronized String getDefaultModel() {
        return defaultModel;
    }

    /** The model of steps that name none; empty for the first one, or the built-in one where there is none. */
    @DataBoundSetter
    public synchronized void setDefaultModel(String defaultModel) {
        this.defaultModel = text(defaultModel);
        save();
    }

    public synchronized String getPolicyFile() {
        return policyFile;
    }

    /** The command policy on the controller; empty for the shipped one. */
    @DataBoundSetter
    public synchronized void setPolicyFile(String policyFile) {
        this.policyFile = text(policyFile);
        save();
    }

    public synchronized String getPrepareHosts() {
        return prepareHosts;
    }

    /** What prepare commands may reach, each as {@code HOST} or {@code HOST:PORT}, with spaces between them. */
    @DataBoundSetter
    public synchronized void setPrepareHosts(String prepareHosts) {
        this.prepareHosts = text(prepareHosts);
        save();
    }

    public synchronized String getMinimumTier() {
        return minimumTier;
    }

    /** {@code full} or {@code reduced}. */
    @DataBoundSetter
    public synchronized void setMinimumTier(String minimumTier) {
        this.minimumTier = text(minimumTier).equals("reduced") ? "reduced" : "full";
        save();
    }

    public synchronized boolean isBuildsInReducedTier() {
        return buildsInReducedTier;
    }

    @DataBoundSetter
    public synchronized void setBuildsInReducedTier(boolean buildsInReducedTier) {
        this.buildsInReducedTier = buildsInReducedTier;
        save();
    }

    public synchronized boolean isLocalRepositories() {
        return localRepositories;
    }

    /** Whether steps may name repositories by a path on the controller, which shows them whatever Jenkins can read. */
    @DataBoundSetter
    public synchronized void setLocalRepositories(boolean localRepositories) {
        this.localRepositories = localRepositories;
        save();
    }

    /**
     * Refuses a repository that builds may not name.
     *
     * @throws UserError naming it, and the mend
     */
    public void checkRepository(String repository) {
        boolean web = repository.startsWith("https://") || repository.startsWith("http://");
        if (!web && !isLocalRepositories()) {
            throw new UserError("repository is '" + repository
                    + "'; give an address that begins with https://, or let an administrator allow repositories on the"
                    + " controller under Manage Jenkins, System, OpenFactory.");
        }
    }

    public synchronized double getBudgetUsd() {
        return budgetUsd;
    }

    /** US dollars of one run; 0 for no bound. */
    @DataBoundSetter
    public synchronized void setBudgetUsd(double budgetUsd) {
        this.budgetUsd = budgetUsd;
        save();
    }

    public synchronized long getBudgetTokens() {
        return budgetTokens;
    }

    /** Tokens of one run; 0 for no bound. */
    @DataBoundSetter
    public synchronized void setBudgetTokens(long budgetTokens) {
        this.budgetTokens = budgetTokens;
        save();
    }

    public synchronized int getAgentWaitMinutes() {
        return agentWaitMinutes;
    }

    /** Minutes that a step waits for its agent to come back, at least 1. */
    @DataBoundSetter
    public synchronized void setAgentWaitMinutes(int agentWaitMinutes) {
        this.agentWaitMinutes = Math.max(1, agentWaitMinutes);
        save();
    }

    /** How long a step waits for its agent to come back. */
    public Duration agentWait() {
        return Duration.ofMinutes(getAgentWaitMinutes());
    }

    public synchronized double getBudgetUsdPerDay() {
        return budgetUsdPerDay;
    }

    /** US dollars of all runs of a day; 0 for no bound. */
    @DataBoundSetter
    public synchronized void setBudgetUsdPerDay(double budgetUsdPerDay) {
        this.budgetUsdPerDay = Math.max(0, budgetUsdPerDay);
        save();
    }

    public synchronized long getBudgetTokensPerDay() {
        return budgetTokensPerDay;
    }

    /** Tokens of all runs of a day; 0 for no bound. */
    @DataBoundSetter
    public synchronized void setBudgetTokensPerDay(long budgetTokensPerDay) {
        this.budgetTokensPerDay = Math.max(0, budgetTokensPerDay);
        save();
    }

    public synchronized int getKeepRuns() {
        return keepRuns;
    }

    /** The newest runs that are kept; 0 for all. */
    @DataBoundSetter
    public synchronized void setKeepRuns(int keepRuns) {
        this.keepRuns = Math.max(0, keepRuns);
        save();
    }

    public synchronized int getKeepDays() {
        return keepDays;
    }

    /** Days that an ended run is kept; 0 for ever. */
    @DataBoundSetter
    public synchronized void setKeepDays(int keepDays) {
        this.keepDays = Math.max(0, keepDays);
        save();
    }

    public synchronized String getStoreUrl() {
        return storeUrl;
    }

    /** Where the record is kept, as a JDBC address; empty for a file in Jenkins' home. Used from the next start on. */
    @DataBoundSetter
    public synchronized void setStoreUrl(String storeUrl) {
        this.storeUrl = text(storeUrl);
        save();
    }

    public synchronized String getStoreCredentialsId() {
        return storeCredentialsId;
    }

    /** The user name with password of that store; empty for none. */
    @DataBoundSetter
    public synchronized void setStoreCredentialsId(String storeCredentialsId) {
        this.storeCredentialsId = text(storeCredentialsId);
        save();
    }

    /** What is kept of ended runs. */
    public synchronized Retention.Policy retention() {
        Retention.Bound runs = new Retention.Bound(
                keepDays > 0 ? Optional.of(Duration.ofDays(keepDays)) : Optional.empty(),
                keepRuns > 0 ? Optional.of(keepRuns) : Optional.empty());
        return new Retention.Policy(runs, Retention.Bound.NONE, Retention.Bound.NONE);
    }

    /** Whether the policy can be read and its examples hold. */
    @POST
    public FormValidation doCheckPolicyFile(@QueryParameter String value) {
        return FormChecks.policyFile(value);
    }

    /** Whether the address is one of a store that we know. */
    @POST
    public FormValidation doCheckStoreUrl(@QueryParameter String value) {
        return FormChecks.storeUrl(value);
    }

    /** Whether there is such a model. */
    @POST
    public FormValidation doCheckDefaultModel(@QueryParameter String value) {
        return FormChecks.model(value, modelNames());
    }

    /** Whether it is an amount of money. */
    @POST
    public FormValidation doCheckBudgetUsd(@QueryParameter String value) {
        return FormChecks.money(value);
    }

    /** Whether it is an amount of money. */
    @POST
    public FormValidation doCheckBudgetUsdPerDay(@QueryParameter String value) {
        return FormChecks.money(value);
    }

    /** User names with passwords of the whole of Jenkins. */
    @POST
    public ListBoxModel doFillStoreCredentialsIdItems(@QueryParameter String storeCredentialsId) {
        return FormChecks.logins(storeCredentialsId);
    }

    /** The sandbox's tiers. */
    @POST
    public ListBoxModel doFillMinimumTierItems() {
        ListBoxModel items = new ListBoxModel();
        items.add(Messages.FactoryConfiguration_full(), "full");
        items.add(Messages.FactoryConfiguration_reduced(), "reduced");
        return items;
    }

    /** The names that a step may give as {@code model}. */
    public synchronized List<String> modelNames() {
        List<String> names = new ArrayList<>();
        models.forEach(model -> names.add(model.getName()));
        if (!names.contains(SmokeExample.MODEL)) {
            names.add(SmokeExample.MODEL);
        }
        return names;
    }

    /**
     * The settings of a new run.
     *
     * @param wanted the model's name; empty for the default
     * @throws UserError where no model has this name
     */
    public synchronized ObjectNode runSettings(String wanted) {
        ObjectNode settings = Json.object();
        settings.set("model", model(wanted));
        settings.putObject("sandbox").put("minimumTier", minimumTier).put("buildsInReducedTier", buildsInReducedTier);
        if (!prepareHosts.isEmpty()) {
            List.of(prepareHosts.split("\\s+"))
                    .forEach(settings.withObject("/sandbox").putArray("prepareHosts")::add);
        }
        if (!policyFile.isEmpty()) {
            settings.put("policyFile", policyFile);
        }
        if (budgetUsd > 0) {
            settings.withObject("/budget").put("usd", budgetUsd);
        }
        if (budgetTokens > 0) {
            settings.withObject("/budget").put("tokens", budgetTokens);
        }
        if (budgetUsdPerDay > 0) {
            settings.withObject("/budget").put("usdPerDay", budgetUsdPerDay);
        }
        if (budgetTokensPerDay > 0) {
            settings.withObject("/budget").put("tokensPerDay", budgetTokensPerDay);
        }
        return settings;
    }

    private ObjectNode model(String wanted) {
        String name = wanted.isEmpty() ? defaultModel : wanted;
        if (name.isEmpty()) {
            return models.isEmpty() ? SmokeExample.model() : models.get(0).settings();
        }
        return models.stream()
                .filter(model -> model.getName().equals(name))
                .findFirst()
                .map(ModelProvider::settings)
                .or(() -> name.equals(SmokeExample.MODEL) ? Optional.of(SmokeExample.model()) : Optional.empty())
                .orElseThrow(() -> new UserError("There is no model '" + name + "'; choose from "
                        + String.join(", ", modelNames()) + ", or set it up under Manage Jenkins, System."));
    }

    private static String text(String given) {
        return given == null ? "" : given.strip();
    }
}
