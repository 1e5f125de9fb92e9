package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.context.ContextRequest;
import io.jenkins.plugins.openfactory.context.RepositoryMap;
import io.jenkins.plugins.openfactory.context.Selection;
import io.jenkins.plugins.openfactory.context.SourceFiles;
import io.jenkins.plugins.openfactory.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "context", description = "Shows what a model would see of a folder.", mixinStandardHelpOptions = true)
final class ContextCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR")
    private Path folder;

    @Option(names = "--for", paramLabel = "TEXT", required = true, description = "The ticket's or request's words.")
    private String text;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            description = "At most so many. Default: ${DEFAULT-VALUE}.",
            defaultValue = "8000")
    private int tokens;

    @Option(names = "--json", description = "Print the selection as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Selection selection =
                new RepositoryMap().select(SourceFiles.folder(folder), new ContextRequest(text, List.of(), tokens));
        System.out.print(json ? Json.pretty(selection.json()) : selection.render());
        return ExitCode.DONE;
    }
}
