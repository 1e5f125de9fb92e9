package io.jenkins.plugins.openfactory.jenkins.config;

import hudson.util.FormValidation;
import io.jenkins.plugins.openfactory.exec.SecretMasker;
import io.jenkins.plugins.openfactory.jenkins.Messages;
import io.jenkins.plugins.openfactory.jenkins.credentials.Secrets;
import io.jenkins.plugins.openfactory.model.ModelReply;
import io.jenkins.plugins.openfactory.model.ModelSettings;
import io.jenkins.plugins.openfactory.model.langchain4j.LangchainModel;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Tries a model out from its form, within ten seconds. */
final class ConnectionTest {
    private ConnectionTest() {}

    static FormValidation of(ModelProvider model, String credentialsId) {
        return PluginLoader.with(() -> {
            SecretMasker masker = new SecretMasker();
            try {
                Optional<String> key = credentialsId.isBlank()
                        ? Optional.empty()
                        : Optional.of(Secrets.ofJenkins(credentialsId, model.getBaseUrl()));
                key.ifPresent(masker::register);
                ModelReply reply =
                        new LangchainModel(settings(model), () -> key, Clock.systemUTC()).ping(new CancelToken());
                return FormValidation.ok(Messages.ModelProvider_answers(
                        model.getModelId(), reply.latency().toMillis()));
            } catch (UserError | WorldFault e) {
                return FormValidation.error(masker.mask(e.getMessage()));
            }
        });
    }

    private static ModelSettings settings(ModelProvider model) {
        return new ModelSettings(
                model.getKind(),
                model.getBaseUrl(),
                model.getModelId(),
                0,
                16,
                Optional.empty(),
                Duration.ofSeconds(10),
                Optional.empty(),
                Optional.empty());
    }
}
