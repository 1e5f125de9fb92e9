package io.jenkins.plugins.openfactory.jenkins.artifacts;

import hudson.FilePath;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import jenkins.util.BuildListenerAdapter;

/** Archives a run's artifacts with its build, through whatever artifact manager the build has. */
public final class ArtifactPublisher {
    /** The folder among the build's artifacts. */
    public static final String FOLDER = "openfactory/";

    private ArtifactPublisher() {}

    /** Archives every file of the folder; does nothing where there is none. */
    public static void publish(Run<?, ?> build, TaskListener console, Path artifacts) throws IOException {
        if (!Files.isDirectory(artifacts)) {
            return;
        }
        Map<String, String> files = files(artifacts);
        if (files.isEmpty()) {
            return;
        }
        try {
            build.pickArtifactManager()
                    .archive(
                            new FilePath(artifacts.toFile()),
                            Jenkins.get().createLauncher(console),
                            new BuildListenerAdapter(console),
                            files);
            console.getLogger().println("[factory] archived " + files.size() + " artifacts under " + FOLDER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the archiving of the run's artifacts was interrupted", e);
        }
    }

    private static Map<String, String> files(Path artifacts) throws IOException {
        try (Stream<Path> walk = Files.walk(artifacts)) {
            List<String> paths = walk.filter(Files::isRegularFile)
                    .map(file -> artifacts.relativize(file).toString())
                    .toList();
            return paths.stream().collect(Collectors.toMap(path -> FOLDER + path, path -> path));
        }
    }
}
