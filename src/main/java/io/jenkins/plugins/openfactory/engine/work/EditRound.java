package io.jenkins.plugins.openfactory.engine.work;

import io.jenkins.plugins.openfactory.edit.EditEngine;
import io.jenkins.plugins.openfactory.edit.EditOutcome;
import io.jenkins.plugins.openfactory.edit.EditScope;
import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.edit.FileTree;
import io.jenkins.plugins.openfactory.engine.Phrases;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.journal.Budget;
import io.jenkins.plugins.openfactory.journal.ModelDoor;
import io.jenkins.plugins.openfactory.journal.Scope;
import io.jenkins.plugins.openfactory.model.ModelReply;
import io.jenkins.plugins.openfactory.model.ModelRequest;
import io.jenkins.plugins.openfactory.model.ModelRequest.Message;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.spec.Note;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a model for edits and turns its reply into changes that lie within a scope. A reply that can't be applied is sent
 * back with what failed, at most twice; such format errors are counted apart from failed tests.
 */
public final class EditRound {
    private static final int REPAIRS = 2;
    private static final int MOST_REPETITIONS = 2;
    private static final String REPETITION =
            "You sent this reply before, and it could not be applied then either. Say in one sentence why, then write other edits.\n\n";

    private final StageContext context;
    private final Scope scope;
    private final ModelRequest.Purpose purpose;
    private final EditScope allowed;
    private final Optional<Budget.TicketBounds> bounds;
    private final EditEngine engine = new EditEngine();
    private final Map<String, Integer> refusedReplies = new HashMap<>();
    private ModelDoor model;
    private int asked;
    private int formatErrors;

    public EditRound(
            StageContext context,
            Scope scope,
            ModelRequest.Purpose purpose,
            EditScope allowed,
            Optional<Budget.TicketBounds> bounds) {
        this.context = context;
        this.scope = scope;
        this.purpose = purpose;
        this.allowed = allowed;
        this.bounds = bounds;
        this.model = context.doors().model();
    }

    /** What came of a round. */
    public sealed interface Outcome {
        /**
         * Changes that all apply and all lie within the scope.
         *
         * @param notes what the replies that made them say to a person
         */
        record Edited(List<FileChange> changes, String reply, List<Note> notes) implements Outcome {}

        /** No reply of the round could be applied; nothing changed. */
        record Unusable(String problem) implements Outcome {}
    }

    /** Asks the stronger model from now on; whether there is one that was not asked yet. */
    public boolean escalate() {
        Optional<ModelDoor> stronger = model.escalation();
        stronger.ifPresent(door -> model = door);
        return stronger.isPresent();
    }

    /** How many replies could not be applied so far. */
    public int formatErrors() {
        return formatErrors;
    }

    /**
     * Asks for edits of the files of a commit.
     *
     * @param base the commit that the scope counts from: a file that is new since then is created, however often it is
     *     edited
     */
    public Outcome ask(List<Message> messages, String base, String commit) {
        FileTree tree = context.doors().git().tree(commit);
        FileTree before = context.doors().git().tree(base);
        List<Message> conversation = new ArrayList<>(messages);
        List<String> replies = new ArrayList<>();
        String problem = "";
        for (int i = 0; i <= REPAIRS; i++) {
            ModelReply reply = call(conversation);
            replies.add(reply.text());
            EditOutcome outcome = engine.retry(replies, tree);
            if (outcome instanceof EditOutcome.Applied applied) {
                EditOutcome within = within(applied, before);
                if (within instanceof EditOutcome.Applied) {
                    return new Outcome.Edited(applied.changes(), reply.text(), notes(replies));
                }
                replies.clear();
                outcome = within;
            }
            EditOutcome.Refused refused = (EditOutcome.Refused) outcome;
            formatErrors++;
            problem = describe(refused, reply);
            context.tell(RunEvent.Kind.NOTE, scope.ticketId(), "the edits can't be applied: " + problem);
            int times = refusedReplies.merge(reply.text().strip(), 1, Integer::sum);
            if (times > MOST_REPETITIONS) {
                return new Outcome.Unusable("the model sent the same reply again and again; " + problem);
            }
            conversation.add(Message.assistant(reply.text()));
            conversation.add(Message.user((times > 1 ? REPETITION : "") + cut(reply) + refused.feedback()));
        }
        return new Outcome.Unusable(problem);
    }

    private List<Note> notes(List<String> replies) {
        String by = scope.ticketId().orElse(Note.CI_FIX);
        return replies.stream()
                .flatMap(reply -> Note.ofEdits(by, reply).stream())
                .distinct()
                .toList();
    }

    private EditOutcome within(EditOutcome.Applied applied, FileTree before) {
        List<FileChange> sinceBase = applied.changes().stream()
                .filter(change -> !(change instanceof FileChange.Delete)
                        || before.entry(change.path()).isPresent())
                .map(change -> change instanceof FileChange.Modify modify
                                && before.entry(change.path()).isEmpty()
                        ? new FileChange.Create(modify.path(), modify.content(), false)
                        : change)
                .toList();
        return allowed.within(new EditOutcome.Applied(sinceBase, applied.format()));
    }

    private static String describe(EditOutcome.Refused refused, ModelReply reply) {
        String first = Phrases.inner(
                refused.problems().isEmpty()
                        ? refused.feedback().split("\n\n", 2)[0]
                        : first(refused.problems().get(0)));
        return reply.finishReason().equals("length")
                ? "the reply was cut off at " + reply.completionTokens() + " tokens; " + first
                : first;
    }

    private static String cut(ModelReply reply) {
        return reply.finishReason().equals("length")
                ? "Your reply was cut off at " + reply.completionTokens()
                        + " tokens. Say less around the edits, and change long files with search/replace blocks.\n\n"
                : "";
    }

    private static String first(EditOutcome.Problem problem) {
        String place = problem.path().isEmpty() ? "" : problem.path() + ": ";
        return problem.code() + ": " + place + problem.message();
    }

    private ModelReply call(List<Message> conversation) {
        ModelRequest request = new ModelRequest(purpose, scope.ticketId(), ++asked, conversation);
        ModelReply reply = model.ask(scope, request, bounds);
        Tell.exchange(context, scope, request, reply, model.settings());
        return reply;
    }
}
