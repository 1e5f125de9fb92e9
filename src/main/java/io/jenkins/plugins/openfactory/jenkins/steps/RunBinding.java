package io.jenkins.plugins.openfactory.jenkins.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.model.Run;
import io.jenkins.plugins.openfactory.engine.Factory;
import io.jenkins.plugins.openfactory.jenkins.config.FactoryRuntime;
import io.jenkins.plugins.openfactory.jenkins.run.BuildLink;
import io.jenkins.plugins.openfactory.jenkins.run.FactoryRunAction;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StageRow;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the run that a step works on: one build has one run, which its first step begins. In a build that was restarted
 * from a later stage, the first step that comes begins a clean run with what the build before was told.
 */
final class RunBinding {
    private final FactoryRuntime.Opened opened;
    private final RunStore store;
    private final Run<?, ?> build;
    private final FactoryStepExecution execution;
    private final Optional<Restart> restart;

    /** @throws UserError where the step begins a run and can't */
    RunBinding(FactoryRuntime.Opened opened, Run<?, ?> build, FactoryStepExecution execution) {
        this.opened = opened;
        this.store = opened.store();
        this.build = build;
        this.execution = execution;
        this.restart = execution.runId() != null || execution.order().startsRun() || begun()
                ? Optional.empty()
                : Restart.of(store, build, execution);
    }

    /** What the run is begun with; empty where it was begun by another step. */
    private Optional<StepOrder> first() {
        return execution.order().startsRun() ? Optional.of(execution.order()) : restart.map(Restart::first);
    }

    /** The forge's part of the settings that the run has, or will have. */
    JsonNode forge() {
        return action().flatMap(action -> store.run(action.getRunId()))
                .map(row -> Json.read(row.config()).path("forge"))
                .or(() -> first().map(order -> order.settings().path("forge")))
                .orElseGet(Json::object);
    }

    /** What there is to tell before the run begins. */
    Optional<String> news() {
        return restart.map(Restart::news);
    }

    /**
     * The run's id, recorded with the build and the step.
     *
     * @throws UserError where the step comes out of order
     */
    String bind(Factory factory, RunRequest request) throws IOException {
        if (execution.runId() != null) {
            return execution.runId();
        }
        StepOrder order = execution.order();
        String runId;
        if (first().isPresent()) {
            runId = begin(factory, request, first().get());
            restart.ifPresent(former -> former.between().forEach(step -> amend(factory, runId(), step)));
        } else {
            runId = goOn(order);
        }
        if (!order.startsRun()) {
            amend(factory, runId, order);
        }
        execution.bound(runId);
        return runId;
    }

    private Optional<FactoryRunAction> action() {
        return Optional.ofNullable(build.getAction(FactoryRunAction.class));
    }

    private String runId() {
        return action().orElseThrow().getRunId();
    }

    /** Whether the build's run has begun its work. */
    private boolean begun() {
        return action().flatMap(action -> store.run(action.getRunId()))
                .map(row -> store.stages(row.runId()).get(0).state() != StageState.PENDING)
                .orElse(false);
    }

    /** The build knows the run's id before there is a run, so that a crash in between leaves no run without a build. */
    private String begin(Factory factory, RunRequest request, StepOrder first) throws IOException {
        if (action().isEmpty()) {
            build.addAction(new FactoryRunAction(factory.newRunId()));
            build.save();
        }
        String runId = runId();
        if (begun()) {
            return same(runId, first);
        }
        if (store.run(runId).isEmpty()) {
            factory.create(runId, request.of(first, Json.read(first.source())));
        }
        BuildLink.save(store, runId, build);
        StepOrders.save(store, runId, first, opened.masker());
        return runId;
    }

    /**
     * The build's run, where the step asks for it once more: in a {@code retry}, or because Jenkins was killed and begins a
     * {@code node} block again.
     */
    private String same(String runId, StepOrder first) {
        if (!StepOrders.has(store, runId, first, opened.masker())) {
            throw new UserError("This build has the run " + runId
                    + " already, and one build is one run; start another build for another request.");
        }
        return runId;
    }

    private String goOn(StepOrder order) {
        StepKind before = order.kind().before().orElseThrow();
        String function = order.kind().function();
        FactoryRunAction action = action().orElseThrow(() -> new UserError(
                function + " found no run in this build; put " + StepKind.SPEC_FREEZE.function() + " before it."));
        String runId = action.getRunId();
        StageRow needed = store.stages(runId).get(before.last().number());
        if (needed.state() != StageState.SUCCEEDED && needed.state() != StageState.SKIPPED) {
            throw new UserError(function + " comes before its time: the stage "
                    + needed.stage().title() + " is " + needed.state().id() + "; put " + before.function()
                    + " before it.");
        }
        return runId;
    }

    private void amend(Factory factory, String runId, StepOrder order) {
        ObjectNode settings = order.settings();
        if (settings.has("approvals")) {
            settings.set("approvals", withRecorded(runId, settings.path("approvals")));
        }
        if (!settings.isEmpty()) {
            factory.amend(runId, settings);
        }
        StepOrders.save(store, runId, order, opened.masker());
    }

    /** The approvals that the run has, and those that the step adds. */
    private JsonNode withRecorded(String runId, JsonNode added) {
        JsonNode config = Json.read(store.run(runId).orElseThrow().config());
        Set<String> all = new LinkedHashSet<>(Json.texts(config.path("approvals")));
        all.addAll(Json.texts(added));
        return Json.tree(all);
    }
}
