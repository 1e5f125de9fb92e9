package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.EditOutcome.Applied;
import io.jenkins.plugins.openfactory.edit.EditOutcome.Problem;
import io.jenkins.plugins.openfactory.edit.EditOutcome.Refused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads the edits of a model's reply and tries them on a tree: all of them, or none. Writes nothing. Stateless, so safe
 * for any thread. The formats, and how lines are found, are described in {@code docs/edits.md}.
 */
public final class EditEngine {
    /** One edit that can't be made. */
    record Failure(Edit edit, Refusal why) {
        Problem problem() {
            return new Problem(why.code(), edit.path(), why.getMessage());
        }
    }

    /** What trying a list of edits came to. */
    record Trial(List<Edit> edits, List<Failure> failures, List<FileChange> changes) {}

    /** The edits of a reply, made on a tree. */
    public EditOutcome apply(String reply, FileTree tree) {
        return outcome(attempt(parse(reply, tree), tree));
    }

    /**
     * The edits of a refused reply with those of a new one in the place of the failed ones, made on the tree that the
     * refused reply was tried on. See {@code docs/edits.md} for the rule.
     */
    public EditOutcome retry(String refused, String reply, FileTree tree) {
        return retry(List.of(refused, reply), tree);
    }

    /** The same over any number of replies, oldest first: each but the last was refused together with those before. */
    public EditOutcome retry(List<String> replies, FileTree tree) {
        List<Edit> edits = List.of();
        for (String reply : replies) {
            List<Edit> fresh = parse(reply, tree);
            edits = edits.isEmpty() ? fresh : Retry.merge(edits, fresh, tree);
        }
        return outcome(attempt(edits, tree));
    }

    static List<Edit> parse(String reply, FileTree tree) {
        if (reply.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(reply)) {
            return List.of(new Edit.Unreadable(
                    "",
                    1,
                    Edit.Format.SEARCH_REPLACE,
                    "malformed",
                    "the reply has a character that no text file may have"));
        }
        return new ReplyParser(
                        reply,
                        path -> SafePath.problem(path).isEmpty()
                                && tree.entry(path).isPresent())
                .parse();
    }

    static Trial attempt(List<Edit> edits, FileTree tree) {
        Draft draft = new Draft(tree);
        List<Failure> failures = new ArrayList<>();
        for (Edit edit : edits) {
            refusal(draft, edit).ifPresent(why -> failures.add(new Failure(edit, why)));
        }
        return new Trial(edits, failures, draft.changes());
    }

    private static Optional<Refusal> refusal(Draft draft, Edit edit) {
        try {
            draft.apply(edit);
            return Optional.empty();
        } catch (Refusal why) {
            return Optional.of(why);
        }
    }

    static EditOutcome outcome(Trial trial) {
        if (trial.edits().isEmpty()) {
            return refused("no_edits", Feedback.noEdits());
        }
        if (!trial.failures().isEmpty()) {
            return new Refused(trial.failures().stream().map(Failure::problem).toList(), Feedback.of(trial));
        }
        if (trial.changes().isEmpty()) {
            return refused("identical", Feedback.nothingChanged());
        }
        String format = trial.edits().stream()
                .map(Edit::format)
                .distinct()
                .sorted()
                .map(Edit.Format::id)
                .collect(Collectors.joining("+"));
        return new Applied(trial.changes(), format);
    }

    private static Refused refused(String code, String feedback) {
        return new Refused(
                List.of(new Problem(code, "", feedback.lines().findFirst().orElse(""))), feedback);
    }
}
