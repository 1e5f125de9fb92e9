package io.jenkins.plugins.openfactory.jenkins.config;

import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.Extension;
import hudson.model.AbstractDescribableImpl;
import hudson.model.Descriptor;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.openfactory.jenkins.Messages;
import io.jenkins.plugins.openfactory.json.Json;
import java.net.URI;
import java.net.URISyntaxException;
import jenkins.model.Jenkins;
import org.jenkinsci.Symbol;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A model that the administrator set up. Immutable once Jenkins filled it in. */
public final class ModelProvider extends AbstractDescribableImpl<ModelProvider> {
    private final String name;
    private final String kind;
    private final String baseUrl;
    private final String modelId;
    private String credentialsId = "";
    private double temperature;
    private int maxTokens = 4096;
    private int timeoutSeconds = 120;
    private double usdPerMillionPromptTokens;
    private double usdPerMillionCompletionTokens;

    /** @param kind {@code openai}, {@code anthropic} or {@code ollama} */
    @DataBoundConstructor
    public ModelProvider(String name, String kind, String baseUrl, String modelId) {
        this.name = text(name);
        this.kind = text(kind);
        this.baseUrl = text(baseUrl);
        this.modelId = text(modelId);
    }

    public String getName() {
        return name;
    }

    public String getKind() {
        return kind;
    }

    public String getBaseUrl() {
        return baseUrl;
    }

    public String getModelId() {
        return modelId;
    }

    public String getCredentialsId() {
        return credentialsId;
    }

    /** The credential that holds the key; empty for none. */
    @DataBoundSetter
    public void setCredentialsId(String credentialsId) {
        this.credentialsId = text(credentialsId);
    }

    public double getTemperature() {
        return temperature;
    }

    @DataBoundSetter
    public void setTemperature(double temperature) {
        this.temperature = temperature;
    }

    public int getMaxTokens() {
        return maxTokens;
    }

    @DataBoundSetter
    public void setMaxTokens(int maxTokens) {
        this.maxTokens = maxTokens;
    }

    public int getTimeoutSeconds() {
        return timeoutSeconds;
    }

    @DataBoundSetter
    public void setTimeoutSeconds(int timeoutSeconds) {
        this.timeoutSeconds = timeoutSeconds;
    }

    public double getUsdPerMillionPromptTokens() {
        return usdPerMillionPromptTokens;
    }

    /** US dollars; 0 where the price is not known. */
    @DataBoundSetter
    public void setUsdPerMillionPromptTokens(double usd) {
        this.usdPerMillionPromptTokens = usd;
    }

    public double getUsdPerMillionCompletionTokens() {
        return usdPerMillionCompletionTokens;
    }

    /** US dollars; 0 where the price is not known. */
    @DataBoundSetter
    public void setUsdPerMillionCompletionTokens(double usd) {
        this.usdPerMillionCompletionTokens = usd;
    }

    /** The model's part of a run's settings; the key is named by its credential's id. */
    ObjectNode settings() {
        ObjectNode settings = Json.object()
                .put("provider", kind)
                .put("baseUrl", baseUrl)
                .put("modelId", modelId)
                .put("temperature", temperature)
                .put("maxTokens", maxTokens)
                .put("timeoutSeconds", timeoutSeconds);
        if (!credentialsId.isEmpty()) {
            settings.put("keyFile", credentialsId);
        }
        // The administrator says which models are asked: a repository's own settings can't name a stronger one.
        settings.putNull("escalation");
        price(settings, "usdPerMillionPromptTokens", usdPerMillionPromptTokens);
        price(settings, "usdPerMillionCompletionTokens", usdPerMillionCompletionTokens);
        return settings;
    }

    /** An unknown price is said to be unknown, so that a repository's own settings can't name one. */
    private static void price(ObjectNode settings, String name, double usd) {
        if (usd > 0) {
            settings.put(name, usd);
        } else {
            settings.putNull(name);
        }
    }

    /** Configuration as code leaves out what nobody wrote. */
    private static String text(String given) {
        return given == null ? "" : given.strip();
    }

    /** Describes it. */
    @Symbol("factoryModel")
    @Extension
    public static final class DescriptorImpl extends Descriptor<ModelProvider> {
        @Override
        public String getDisplayName() {
            return Messages.ModelProvider_displayName();
        }

        /** The kinds of provider. */
        public ListBoxModel doFillKindItems() {
            ListBoxModel items = new ListBoxModel();
            items.add(Messages.ModelProvider_openai(), "openai");
            items.add("Anthropic", "anthropic");
            items.add("Ollama", "ollama");
            return items;
        }

        /** Credentials of the whole of Jenkins. */
        @POST
        public ListBoxModel doFillCredentialsIdItems(@QueryParameter String credentialsId) {
            StandardListBoxModel items = new StandardListBoxModel();
            items.includeEmptyValue();
            if (Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
                items.includeAs(ACL.SYSTEM2, (Item) null, StringCredentials.class);
                items.includeAs(ACL.SYSTEM2, (Item) null, StandardUsernamePasswordCredentials.class);
            }
            items.includeCurrentValue(credentialsId);
            return items;
        }

        /** Whether the name can be used. */
        @POST
        public FormValidation doCheckName(@QueryParameter String value) {
            return value.isBlank() ? FormValidation.error(Messages.ModelProvider_nameMissing()) : FormValidation.ok();
        }

        /** Whether the address is one. */
        @POST
        public FormValidation doCheckBaseUrl(@QueryParameter String value) {
            try {
                String scheme = new URI(value.strip()).getScheme();
                return "http".equals(scheme) || "https".equals(scheme)
                        ? FormValidation.ok()
                        : FormValidation.error(Messages.ModelProvider_urlWrong(value));
            } catch (URISyntaxException e) {
                return FormValidation.error(Messages.ModelProvider_urlWrong(value));
            }
        }

        /** Whether the temperature is one. */
        @POST
        public FormValidation doCheckTemperature(@QueryParameter String value) {
            return FormChecks.temperature(value);
        }

        /** Whether the price is an amount. */
        @POST
        public FormValidation doCheckUsdPerMillionPromptTokens(@QueryParameter String value) {
            return FormChecks.money(value);
        }

        /** Whether the price is an amount. */
        @POST
        public FormValidation doCheckUsdPerMillionCompletionTokens(@QueryParameter String value) {
            return FormChecks.money(value);
        }

        /** Asks the model for a word, with the key that the form names. */
        @POST
        public FormValidation doTestConnection(
                @QueryParameter String kind,
                @QueryParameter String baseUrl,
                @QueryParameter String modelId,
                @QueryParameter String credentialsId) {
            Jenkins.get().checkPermission(Jenkins.ADMINISTER);
            return ConnectionTest.of(new ModelProvider("test", kind, baseUrl, modelId), credentialsId);
        }

        /** Whether the model's id is there. */
        @POST
        public FormValidation doCheckModelId(@QueryParameter String value) {
            return value.isBlank() ? FormValidation.error(Messages.ModelProvider_idMissing()) : FormValidation.ok();
        }
    }
}
