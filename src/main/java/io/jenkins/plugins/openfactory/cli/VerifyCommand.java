package io.jenkins.plugins.openfactory.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.artifact.ArtifactStore;
import io.jenkins.plugins.openfactory.artifact.FolderArtifactStore;
import io.jenkins.plugins.openfactory.artifact.Manifest;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.spec.Spec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "verify",
        description = {
            "Checks a bundle: every file against the manifest, and the specification against its freeze hash.",
            "The bundle is not signed, so this shows changes only to whoever has the manifest's hash from elsewhere."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "BUNDLE", description = "A folder of artifacts.")
    private Path bundle;

    @Override
    public Integer call() throws IOException {
        ArtifactStore store = new FolderArtifactStore(Path.of(Files.existing("BUNDLE", bundle)));
        Manifest manifest = manifest(store);
        List<String> problems = new ArrayList<>(manifest.differences(store.list()));
        specification(store, manifest).ifPresent(problems::add);
        problems.forEach(System.out::println);
        if (!problems.isEmpty()) {
            return 1;
        }
        System.out.println(Count.of(manifest.artifacts().size(), "file") + " of run " + manifest.runId()
                + " are as the manifest lists them; its SHA-256 is " + manifest.sha256() + ".");
        return ExitCode.DONE;
    }

    private Manifest manifest(ArtifactStore store) throws IOException {
        String text = text(store, Manifest.PATH)
                .orElseThrow(() -> new UserError("BUNDLE is '" + bundle + "', which has no " + Manifest.PATH
                        + "; name the folder of a finished run's artifacts."));
        try {
            return Manifest.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UserError(Manifest.PATH + " in '" + bundle + "' can't be read: " + e.getMessage() + ".", e);
        }
    }

    private static Optional<String> specification(ArtifactStore store, Manifest manifest) throws IOException {
        Optional<String> spec = text(store, "SPEC.json");
        if (spec.isEmpty() || manifest.specSha256().isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode json = Json.read(spec.get());
            String hash = Spec.freezeHash(json);
            return hash.equals(manifest.specSha256().get())
                    ? Optional.empty()
                    : Optional.of(
                            "SPEC.json was frozen as " + manifest.specSha256().get() + " but is " + hash);
        } catch (IllegalArgumentException e) {
            return Optional.of("SPEC.json is " + e.getMessage());
        }
    }

    private static Optional<String> text(ArtifactStore store, String path) throws IOException {
        return store.get(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
