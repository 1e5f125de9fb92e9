package io.jenkins.plugins.openfactory.jenkins.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.NewRun;
import io.jenkins.plugins.openfactory.engine.SmokeExample;
import io.jenkins.plugins.openfactory.forge.Issue;
import io.jenkins.plugins.openfactory.jenkins.config.BuildPorts;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryConfiguration;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.UserError;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes the run that a step asks for out of what it was told. For one use. */
final class RunRequest {
    private final FactoryRuntime.Opened opened;
    private final BuildPorts ports;
    private final CancelToken cancel;
    private final Consumer<String> tell;

    /** @param tell is told in a line what an issue was made of */
    RunRequest(FactoryRuntime.Opened opened, BuildPorts ports, CancelToken cancel, Consumer<String> tell) {
        this.opened = opened;
        this.ports = ports;
        this.cancel = cancel;
        this.tell = tell;
    }

    /**
     * What to create.
     *
     * @throws UserError where the order leaves out what a run needs, or names what isn't there
     */
    NewRun of(StepOrder order, JsonNode source) {
        ObjectNode settings = order.settings();
        boolean smoke = settings.path("model").path("modelId").asText().equals(SmokeExample.MODEL);
        String repository = repository(source.path("repository").asText(), smoke);
        Optional<String> base = Optional.of(source.path("base").asText()).filter(name -> !name.isEmpty());
        if (source.has("issue")) {
            return NewRun.of(issue(source.path("issue").asText(), settings.path("forge")), repository, base, settings);
        }
        String request = source.path("request").asText();
        if (request.isBlank()) {
            if (!smoke) {
                throw new UserError("factorySpecFreeze has no request; give one of request, requestFile and issue.");
            }
            request = SmokeExample.request();
        }
        return new NewRun(request, source.path("origin").asText(), repository, base, settings);
    }

    private String repository(String given, boolean smoke) {
        if (!given.isEmpty()) {
            FactoryConfiguration.get().checkRepository(given);
            return given;
        }
        if (!smoke) {
            throw new UserError(
                    "factorySpecFreeze names no repository; give repository: 'https://…', or model: 'smoke' for the"
                            + " shipped example.");
        }
        return SmokeExample.repository(opened.home(), opened.git()).toString();
    }

    private Issue issue(String given, JsonNode forge) {
        IssueAddress address = IssueAddress.of(given, forge);
        Issue issue = ports.issue(address.repository(), address.number(), cancel);
        long ours = issue.comments().stream()
                .filter(comment -> comment.author().trusted())
                .count();
        tell.accept("the request is " + issue.url() + (issue.open() ? "" : " (closed)") + " by "
                + issue.author().login() + " (" + issue.author().association().toLowerCase(java.util.Locale.ROOT)
                + "), with " + ours + " of " + issue.comments().size()
                + " comments; what others than owners, members and collaborators commented is shown as data only");
        return issue;
    }
}
