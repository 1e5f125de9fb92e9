package io.jenkins.plugins.openfactory.jenkins.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Run;
import io.jenkins.plugins.openfactory.engine.Factory;
import io.jenkins.plugins.openfactory.engine.NewRun;
import io.jenkins.plugins.openfactory.engine.SmokeExample;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryConfiguration;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.jenkins.run.BuildLink;
import io.jenkins.plugins.openfactory.jenkins.run.FactoryRunAction;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.StageRow;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Finds the run that a step works on: one build has one run, which its first step begins. */
final class RunBinding {
    private final FactoryRuntime.Opened opened;
    private final Factory factory;
    private final Run<?, ?> build;
    private final FactoryStepExecution execution;

    RunBinding(FactoryRuntime.Opened opened, Factory factory, Run<?, ?> build, FactoryStepExecution execution) {
        this.opened = opened;
        this.factory = factory;
        this.build = build;
        this.execution = execution;
    }

    /**
     * The run's id, recorded with the build and the step.
     *
     * @throws UserError where the step comes out of order
     */
    String bind() throws IOException {
        StepOrder order = execution.order();
        if (execution.runId() != null) {
            return execution.runId();
        }
        FactoryRunAction action = build.getAction(FactoryRunAction.class);
        String runId = order.startsRun() ? begin(order, action) : goOn(order, action);
        execution.runId(runId);
        execution.getContext().saveState();
        return runId;
    }

    /** The build knows the run's id before there is a run, so that a crash in between leaves no run without a build. */
    private String begin(StepOrder order, FactoryRunAction action) throws IOException {
        if (action == null) {
            action = new FactoryRunAction(factory.newRunId());
            build.addAction(action);
            build.save();
        }
        String runId = action.getRunId();
        if (opened.store().run(runId).isEmpty()) {
            create(order, runId);
        } else if (opened.store().stages(runId).get(0).state() != StageState.PENDING) {
            throw new UserError("This build has the run " + runId
                    + " already, and one build is one run; start another build for another request.");
        }
        BuildLink.save(opened.store(), runId, build);
        return runId;
    }

    private void create(StepOrder order, String runId) {
        JsonNode source = Json.read(order.source());
        String request = source.path("request").asText();
        String repository = source.path("repository").asText();
        ObjectNode settings = order.settings();
        boolean smoke = settings.path("model").path("modelId").asText().equals(SmokeExample.MODEL);
        if (repository.isEmpty()) {
            if (!smoke) {
                throw new UserError("factorySpecFreeze names no repository; give repository: 'https://…'.");
            }
            repository = SmokeExample.repository(opened.home(), opened.git()).toString();
        }
        if (!source.path("repository").asText().isEmpty()) {
            FactoryConfiguration.get().checkRepository(repository);
        }
        if (request.isBlank() && smoke) {
            request = SmokeExample.request();
        }
        String base = source.path("base").asText();
        factory.create(
                runId,
                new NewRun(
                        request,
                        source.path("origin").asText(),
                        repository,
                        base.isEmpty() ? Optional.empty() : Optional.of(base),
                        settings));
    }

    /** The forge's part of the settings that the run has, or will have. */
    static JsonNode forge(FactoryRuntime.Opened opened, Run<?, ?> build, StepOrder order) {
        return Optional.ofNullable(build.getAction(FactoryRunAction.class))
                .flatMap(action -> opened.store().run(action.getRunId()))
                .map(row -> Json.read(row.config()).path("forge"))
                .orElseGet(() -> order.settings().path("forge"));
    }

    /** The approvals that the run has, and those that the step adds. */
    private JsonNode withRecorded(String runId, JsonNode added) {
        JsonNode config = Json.read(opened.store().run(runId).orElseThrow().config());
        Set<String> all = new LinkedHashSet<>(Json.texts(config.path("approvals")));
        all.addAll(Json.texts(added));
        return Json.tree(all);
    }

    private String goOn(StepOrder order, FactoryRunAction action) {
        StepKind before = order.kind().before().orElseThrow();
        if (action == null) {
            throw new UserError(order.kind().function() + " found no run in this build; put "
                    + StepKind.SPEC_FREEZE.function() + " before it.");
        }
        String runId = action.getRunId();
        StageRow needed = opened.store().stages(runId).get(before.last().number());
        if (needed.state() != StageState.SUCCEEDED && needed.state() != StageState.SKIPPED) {
            throw new UserError(order.kind().function() + " comes before its time: the stage "
                    + needed.stage().id() + " is " + needed.state().id() + "; put " + before.function()
                    + " before it.");
        }
        ObjectNode settings = order.settings();
        if (settings.has("approvals")) {
            settings.set("approvals", withRecorded(runId, settings.path("approvals")));
        }
        if (!settings.isEmpty()) {
            factory.amend(runId, settings);
        }
        return runId;
    }
}
