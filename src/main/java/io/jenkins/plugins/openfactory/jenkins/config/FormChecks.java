package io.jenkins.plugins.openfactory.jenkins.config;

import com.cloudbees.plugins.credentials.common.StandardListBoxModel;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.model.Item;
import hudson.security.ACL;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.jenkins.Messages;
import io.jenkins.plugins.openfactory.run.UserError;
import java.nio.file.Path;
import java.util.List;
import jenkins.model.Jenkins;

/** What the global form says of its fields while somebody fills them in. Stateless. */
final class FormChecks {
    private FormChecks() {}

    /** Reads a file of the controller, so only for administrators. */
    static FormValidation policyFile(String value) {
        if (!Jenkins.get().hasPermission(Jenkins.ADMINISTER) || value.isBlank()) {
            return FormValidation.ok();
        }
        return PluginLoader.with(() -> {
            try {
                CommandPolicy policy = CommandPolicy.load(Path.of(value.strip()));
                return FormValidation.ok(
                        Messages.FactoryConfiguration_policy(policy.rules().size(), policy.sha256()));
            } catch (UserError | IllegalArgumentException e) {
                return FormValidation.error(e.getMessage());
            }
        });
    }

    static FormValidation storeUrl(String value) {
        String url = value.strip();
        return url.isEmpty() || url.startsWith("jdbc:sqlite:") || url.startsWith("jdbc:postgresql:")
                ? FormValidation.ok()
                : FormValidation.error(Messages.FactoryConfiguration_storeUrlWrong(url));
    }

    static FormValidation model(String value, List<String> names) {
        return value.isBlank() || names.contains(value.strip())
                ? FormValidation.ok()
                : FormValidation.warning(
                        Messages.FactoryConfiguration_noModel(value.strip(), String.join(", ", names)));
    }

    static FormValidation money(String value) {
        try {
            return value.isBlank() || Double.parseDouble(value.strip()) >= 0
                    ? FormValidation.ok()
                    : FormValidation.error(Messages.FactoryConfiguration_notMoney(value));
        } catch (NumberFormatException e) {
            return FormValidation.error(Messages.FactoryConfiguration_notMoney(value));
        }
    }

    static FormValidation temperature(String value) {
        try {
            double given = value.isBlank() ? 0 : Double.parseDouble(value.strip());
            return given >= 0 && given <= 2
                    ? FormValidation.ok()
                    : FormValidation.error(Messages.ModelProvider_temperatureWrong(value));
        } catch (NumberFormatException e) {
            return FormValidation.error(Messages.ModelProvider_temperatureWrong(value));
        }
    }

    static ListBoxModel logins(String current) {
        StandardListBoxModel items = new StandardListBoxModel();
        items.includeEmptyValue();
        if (Jenkins.get().hasPermission(Jenkins.ADMINISTER)) {
            items.includeAs(ACL.SYSTEM2, (Item) null, StandardUsernamePasswordCredentials.class);
        }
        items.includeCurrentValue(current);
        return items;
    }
}
