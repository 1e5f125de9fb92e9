package io.jenkins.plugins.openfactory.engine.stage.cigate;

import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.work.Prompts;
import io.jenkins.plugins.openfactory.engine.work.RepositoryContext;
import io.jenkins.plugins.openfactory.model.ModelRequest.Message;
import java.util.List;
import java.util.stream.Collectors;

/** What the model is told when it mends a failed check. */
final class RepairPrompt {
    private RepairPrompt() {}

    static List<Message> messages(StageContext context, Observation.Seen check, String head, String evidence) {
        String commands = context.config().reproduce(check.name()).stream()
                .map(argv -> "- " + String.join(" ", argv))
                .collect(Collectors.joining("\n"));
        String globs = context.documents().tickets().stream()
                .flatMap(ticket -> ticket.files().stream())
                .map(file -> "- " + file.glob() + " (" + String.join(", ", file.allow()) + ")")
                .distinct()
                .collect(Collectors.joining("\n"));
        String diff = context.doors().git().diff(context.config().baseCommit(), head);
        return List.of(
                Message.system(Prompts.system(
                        "You are a careful engineer who mends a failing check with the smallest change.")),
                Message.user("The required check " + check.name() + " fails on this change. It runs:\n" + commands
                        + "\n\nThis is what it showed:\n\n" + Prompts.data("log of " + check.name(), evidence)
                        + "\nThis is the change:\n\n" + Prompts.data("diff", diff)
                        + "\nThese are the files as they are now:\n\n"
                        + RepositoryContext.forRepair(context, head, evidence)
                        + "\nMend the code so that the check passes. Never remove, skip or loosen a test. Only these files may be touched:\n"
                        + globs + "\n\n" + Prompts.EDIT_FORMAT));
    }
}
