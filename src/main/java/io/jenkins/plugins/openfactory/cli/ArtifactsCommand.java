package io.jenkins.plugins.openfactory.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.artifact.ArtifactStore;
import io.jenkins.plugins.openfactory.artifact.BundleArchive;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "artifacts",
        description = "Lists a run's files with size and SHA-256, or copies them.",
        mixinStandardHelpOptions = true)
final class ArtifactsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN")
    private String runId;

    @Mixin
    private HomeOption home;

    @Option(
            names = "--copy",
            paramLabel = "DIR",
            description = "Copy every file into this folder, which must be empty or new.")
    private Path copy;

    @Option(
            names = "--archive",
            paramLabel = "FILE",
            description =
                    "Write the bundle of a finished run as one zip archive, which 'verify' reads; it must not exist.")
    private Path archive;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        try (Wiring wiring = Wiring.openExisting(home.path())) {
            wiring.require(runId);
            ArtifactStore store = wiring.artifacts(runId);
            List<Artifact> artifacts = store.list();
            if (copy != null) {
                copy(store, artifacts);
            }
            if (archive != null) {
                BundleArchive.Written written =
                        ArchiveOutput.write(wiring.home().artifacts(runId), artifacts, archive);
                System.err.println(archive + ": " + Count.of(written.files().size(), "file") + ", " + written.size()
                        + " bytes, SHA-256 " + written.sha256());
            }
            System.out.print(json ? Json.pretty(document(artifacts)) : table(artifacts));
        }
        return ExitCode.DONE;
    }

    private void copy(ArtifactStore store, List<Artifact> artifacts) throws IOException {
        if (java.nio.file.Files.exists(copy)) {
            try (var entries = java.nio.file.Files.list(copy)) {
                if (entries.findAny().isPresent()) {
                    throw new UserError("--copy names '" + copy + "', which is not empty; choose a new folder.");
                }
            }
        }
        for (Artifact artifact : artifacts) {
            Path target = copy.resolve(artifact.path());
            java.nio.file.Files.createDirectories(target.getParent());
            java.nio.file.Files.write(target, store.get(artifact.path()).orElseThrow());
        }
    }

    private static ArrayNode document(List<Artifact> artifacts) {
        ArrayNode list = Json.array();
        artifacts.forEach(artifact -> list.addObject()
                .put("path", artifact.path())
                .put("size", artifact.size())
                .put("sha256", artifact.sha256()));
        return list;
    }

    private static String table(List<Artifact> artifacts) {
        StringBuilder text = new StringBuilder();
        artifacts.forEach(a -> text.append(String.format("%s %9d  %s%n", a.sha256(), a.size(), a.path())));
        return text.toString();
    }
}
