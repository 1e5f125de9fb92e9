package io.jenkins.plugins.openfactory.engine.stage.specfreeze;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.engine.Approvals;
import io.jenkins.plugins.openfactory.engine.Phrases;
import io.jenkins.plugins.openfactory.engine.Stage;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.StageResult;
import io.jenkins.plugins.openfactory.engine.work.StructuredAsk;
import io.jenkins.plugins.openfactory.engine.work.StructuredAsk.Answer;
import io.jenkins.plugins.openfactory.journal.ArtifactDoor.Text;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.json.JsonSchemas;
import io.jenkins.plugins.openfactory.json.SchemaViolation;
import io.jenkins.plugins.openfactory.model.ModelRequest;
import io.jenkins.plugins.openfactory.model.structured.StructuredReply;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.WaitReason;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.spec.SpecMarkdown;
import io.jenkins.plugins.openfactory.spec.SpecRules;
import io.jenkins.plugins.openfactory.store.ApprovalRow;
import java.util.List;
import java.util.Optional;

/**
 * Stage 1: the request becomes a specification, frozen by the hash of its canonical form. At most one clarification
 * question is asked in a run; what is open after the answer becomes a recorded assumption.
 */
public final class SpecFreezeStage implements Stage {
    private static final String QUESTION = "clarification";

    @Override
    public StageId id() {
        return StageId.SPEC_FREEZE;
    }

    @Override
    public StageResult run(StageContext context) {
        StructuredAsk ask = new StructuredAsk(context, ModelRequest.Purpose.SPEC);
        Optional<ApprovalRow> answer = context.documents().word(QUESTION);
        Answer first =
                ask(context, ask, SpecPrompt.first(context), context.config().mayAsk());
        if (first instanceof Answer.Bad bad) {
            return unusable(bad);
        }
        JsonNode json = ((Answer.Good) first).json();
        if (json.has(QUESTION)) {
            String question = json.get(QUESTION).asText();
            if (answer.isEmpty()) {
                context.documents().save("clarification", Json.object().put("question", question));
                return new StageResult.Waiting(WaitReason.CLARIFICATION, question);
            }
            Answer second = ask(
                    context,
                    ask,
                    SpecPrompt.answered(context, question, answer.get().text()),
                    false);
            if (second instanceof Answer.Bad bad) {
                return unusable(bad);
            }
            json = ((Answer.Good) second).json();
        }
        return freeze(context, json);
    }

    private static Answer ask(
            StageContext context, StructuredAsk ask, List<ModelRequest.Message> messages, boolean mayAsk) {
        JsonNode schema = JsonSchemas.schema("spec");
        return ask.json(
                messages,
                json -> json.has(QUESTION) ? json : StructuredReply.repairTo(json, schema),
                json -> problem(json, mayAsk));
    }

    private static Optional<String> problem(JsonNode json, boolean mayAsk) {
        if (json.has(QUESTION)) {
            if (!mayAsk) {
                return Optional.of(
                        "/clarification: no further question may be asked; decide what is open yourself, write it"
                                + " under assumptions, and answer with the specification");
            }
            boolean good = json.size() == 1
                    && json.get(QUESTION).isTextual()
                    && !json.get(QUESTION).asText().isBlank();
            return good
                    ? Optional.empty()
                    : Optional.of("/clarification: must be one question as a text, and nothing beside it");
        }
        List<SchemaViolation> violations = JsonSchemas.validate("spec", json);
        return violations.isEmpty()
                ? SpecRules.firstProblem(json)
                : Optional.of(violations.get(0).toString());
    }

    private static StageResult unusable(Answer.Bad bad) {
        return new StageResult.Failed(
                "spec_invalid",
                "The model gave no usable specification in three replies; the last problem was "
                        + Phrases.inner(bad.problem()) + ". Try another model, or write the request more plainly.");
    }

    private static StageResult freeze(StageContext context, JsonNode json) {
        Spec spec = Spec.of(json);
        context.doors()
                .artifacts()
                .publish(
                        context.scope(),
                        List.of(
                                new Text("SPEC.json", Json.pretty(json)),
                                new Text("SPEC.md", SpecMarkdown.render(spec))));
        context.documents().freeze(json);
        return Approvals.required(context, "spec", spec.sha256(), "the specification")
                .orElseGet(() -> new StageResult.Succeeded("“" + spec.title() + "” frozen with "
                        + spec.acceptanceCriteria().size() + " acceptance criteria, SHA-256 "
                        + spec.sha256().substring(0, 12)));
    }
}
