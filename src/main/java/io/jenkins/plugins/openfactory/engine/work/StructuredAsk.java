package io.jenkins.plugins.openfactory.engine.work;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.engine.Phrases;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.model.ModelReply;
import io.jenkins.plugins.openfactory.model.ModelRequest;
import io.jenkins.plugins.openfactory.model.ModelRequest.Message;
import io.jenkins.plugins.openfactory.model.structured.StructuredReply;
import io.jenkins.plugins.openfactory.run.RunEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Asks a model for a document and sends back the first thing that is wrong with it, at most twice.
 *
 * <p>One instance is one conversation: the number of its questions goes on over several calls.
 */
public final class StructuredAsk {
    private static final int REPAIRS = 2;

    private final StageContext context;
    private final ModelRequest.Purpose purpose;
    private int asked;

    public StructuredAsk(StageContext context, ModelRequest.Purpose purpose) {
        this.context = context;
        this.purpose = purpose;
    }

    /** What came of it. */
    public sealed interface Answer {
        /** A document that passed. */
        record Good(JsonNode json, String text) implements Answer {}

        /**
         * No reply passed.
         *
         * @param problem what was wrong with the last one
         */
        record Bad(String problem) implements Answer {}
    }

    /**
     * Asks for JSON.
     *
     * @param repair mends what can be mended without guessing
     * @param firstProblem what is wrong with a document: a JSON Pointer and a sentence; empty if it passes
     */
    public Answer json(
            List<Message> messages, UnaryOperator<JsonNode> repair, Function<JsonNode, Optional<String>> firstProblem) {
        return ask(messages, "the whole JSON object in one ```json fence", text -> {
            StructuredReply parsed = StructuredReply.parse(text);
            if (parsed instanceof StructuredReply.Unreadable unreadable) {
                return new Checked(Optional.empty(), Optional.of(unreadable.problem()));
            }
            JsonNode json = repair.apply(((StructuredReply.Parsed) parsed).value());
            return new Checked(Optional.of(json), firstProblem.apply(json));
        });
    }

    /** Asks for a text. */
    public Answer text(List<Message> messages, Function<String, Optional<String>> firstProblem) {
        return ask(messages, "the whole document", text -> new Checked(Optional.empty(), firstProblem.apply(text)));
    }

    private record Checked(Optional<JsonNode> json, Optional<String> problem) {}

    /** @param form what a reply must be, for models that answered with something else */
    private Answer ask(List<Message> messages, String form, Function<String, Checked> check) {
        List<Message> conversation = new ArrayList<>(messages);
        String problem = "";
        String before = "";
        for (int i = 0; i <= REPAIRS; i++) {
            ModelRequest request = new ModelRequest(purpose, Optional.empty(), ++asked, conversation);
            ModelReply reply = context.doors().model().ask(context.scope(), request, Optional.empty());
            Tell.exchange(
                    context,
                    context.scope(),
                    request,
                    reply,
                    context.doors().model().settings());
            Checked checked = check.apply(reply.text());
            if (checked.problem().isEmpty()) {
                return new Answer.Good(checked.json().orElse(null), reply.text());
            }
            problem = reply.finishReason().equals("length")
                    ? "the reply was cut off at " + reply.completionTokens() + " tokens ("
                            + Phrases.inner(checked.problem().get()) + ")"
                    : checked.problem().get();
            context.tell(
                    RunEvent.Kind.NOTE,
                    Optional.empty(),
                    "the " + purpose.id() + " reply can't be used: " + Phrases.inner(problem));
            conversation = new ArrayList<>(messages);
            conversation.add(Message.assistant(reply.text()));
            String repeated = reply.text().strip().equals(before) ? "You sent the same reply as before. " : "";
            before = reply.text().strip();
            conversation.add(Message.user(repeated + "That reply can't be used. The first problem is\n\n" + problem
                    + "\n\nAnswer again with " + form + ", with that mended and what was good as it was."));
        }
        return new Answer.Bad(problem);
    }
}
