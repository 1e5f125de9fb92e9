package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.edit.EditEngine;
import io.jenkins.plugins.openfactory.edit.EditOutcome;
import io.jenkins.plugins.openfactory.edit.FolderTree;
import io.jenkins.plugins.openfactory.edit.FolderWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "edits", description = "Tries the edit engine by hand.", mixinStandardHelpOptions = true)
final class EditsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command: edits apply DIR REPLY");
    }

    @Command(
            name = "apply",
            description = "Applies a model's reply to a folder, all or nothing.",
            mixinStandardHelpOptions = true)
    int apply(
            @Parameters(paramLabel = "DIR", description = "The folder.") Path folder,
            @Parameters(paramLabel = "REPLY", description = "The reply's file.") Path reply) {
        String text = Files.text("REPLY", reply);
        EditOutcome outcome = new EditEngine().apply(text, new FolderTree(folder));
        if (outcome instanceof EditOutcome.Refused refused) {
            System.out.print(refused.feedback());
            return 1;
        }
        EditOutcome.Applied applied = (EditOutcome.Applied) outcome;
        new FolderWriter(folder).write(applied.changes());
        applied.changes()
                .forEach(change -> System.out.println(
                        change.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT) + " " + change.path()));
        return ExitCode.DONE;
    }
}
