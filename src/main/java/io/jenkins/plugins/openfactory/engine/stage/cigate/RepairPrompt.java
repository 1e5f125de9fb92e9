package io.jenkins.plugins.openfactory.engine.stage.cigate;

import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.work.Decisions;
import io.jenkins.plugins.openfactory.engine.work.Prompts;
import io.jenkins.plugins.openfactory.engine.work.RepositoryContext;
import io.jenkins.plugins.openfactory.model.ModelRequest.Message;
import io.jenkins.plugins.openfactory.spec.Spec;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the model is told when it mends a failed check. */
final class RepairPrompt {
    private static final int DIFF_TOKENS = 4000;
    private static final int REJECTED_TOKENS = 1500;

    /** The lines of a diff that only git reads. */
    private static final Pattern INDEX = Pattern.compile("(?m)^index [0-9a-f]+\\.\\.[0-9a-f]+.*\\R");

    private RepairPrompt() {}

    /**
     * What came of the fix before.
     *
     * @param why why it was not kept
     * @param diff what it changed; empty where its edits could not be applied
     */
    record Rejected(String why, String diff) {
        static final Rejected NOTHING = new Rejected("", "");
    }

    static List<Message> messages(
            StageContext context, Observation.Seen check, String head, String evidence, Rejected last) {
        String files = RepositoryContext.forRepair(context, head, evidence);
        String diff =
                Prompts.withoutShown(context.doors().git().diff(context.config().baseCommit(), head), files);
        return Prompts.messages(
                context,
                head,
                Decisions.ofSpec(context)
                        + "Your part: be the careful engineer who mends a failing check with the smallest change. Never remove, skip or"
                        + " loosen a test. Only the tickets' files may be touched:\n"
                        + globs(context) + "\n\n" + Prompts.EDIT_FORMAT + Prompts.NOTES + Prompts.bound(context)
                        + "\nThe required check '" + check.name()
                        + "' fails on a change, and passes without it. It runs:\n"
                        + commands(context, check)
                        + "\n\nThe change is for this, which must stay true:\n\n"
                        + Prompts.document(
                                "criteria", criteria(context.documents().spec()))
                        + "\nThis is the change:\n\n"
                        + Prompts.data("diff", Prompts.cut(INDEX.matcher(diff).replaceAll(""), DIFF_TOKENS))
                        + "\nThese are the files that it touched, as they are now, and more:\n\n"
                        + files
                        + "\nThis is what the check showed:\n\n" + Prompts.data("log of " + check.name(), evidence)
                        + rejected(last)
                        + "\nNow write the edits that make the check pass.\n");
    }

    private static String commands(StageContext context, Observation.Seen check) {
        return context.config().reproduce(check.name()).stream()
                .map(argv -> "- " + String.join(" ", argv))
                .collect(Collectors.joining("\n"));
    }

    private static String criteria(Spec spec) {
        return "Title: " + spec.title() + "\n"
                + spec.acceptanceCriteria().stream()
                        .map(criterion -> criterion.id() + ": " + criterion.statement() + "\n")
                        .collect(Collectors.joining());
    }

    private static String rejected(Rejected last) {
        if (last.why().isEmpty()) {
            return "";
        }
        String edits =
                last.diff().isEmpty() ? "" : "\n\nThese were the edits:\n" + Prompts.cut(last.diff(), REJECTED_TOKENS);
        return "\nYour last edits were not kept; the files above are without them. This is why:\n\n"
                + Prompts.data("last edits", last.why() + edits);
    }

    private static String globs(StageContext context) {
        return context.documents().tickets().stream()
                .flatMap(ticket -> ticket.files().stream())
                .map(file -> "- " + file.glob() + " (" + String.join(", ", file.allow()) + ")")
                .distinct()
                .collect(Collectors.joining("\n"));
    }
}
