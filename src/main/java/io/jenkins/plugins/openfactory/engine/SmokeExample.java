package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.git.CommitSpec;
import io.jenkins.plugins.openfactory.git.Git;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The example that ships with us: its repository, its request, and the scripted model that builds it. Stateless. */
public final class SmokeExample {
    /** The name of the built-in scripted model. */
    public static final String MODEL = "smoke";

    /** What a scripted model's directory is called whose replies ship with us. */
    public static final String BUNDLED = "bundled:smoke";

    /** Where those replies are on the class path. */
    public static final String REPLIES = "examples/smoke/replies";

    private static final String FOLDER = "/examples/smoke/";

    private SmokeExample() {}

    /** The example's request. */
    public static String request() {
        return new String(read("request.md"), StandardCharsets.UTF_8);
    }

    /** Makes the example's repository in the home; the same files always give the same commit. */
    public static Path repository(FactoryHome home, Git git) {
        Path folder = home.root().resolve("smoke").resolve("hello.git");
        List<FileChange> files = new String(read("repo.txt"), StandardCharsets.UTF_8)
                .lines()
                .filter(path -> !path.isBlank())
                .<FileChange>map(path -> new FileChange.Create(path, read("repo/" + path), false))
                .toList();
        git.create(
                folder,
                files,
                new CommitSpec(
                        "A greeting library\n",
                        "OpenFactory",
                        "openfactory@localhost",
                        Instant.parse("2026-01-01T00:00:00Z")));
        return folder;
    }

    /** The model's part of a run's settings. */
    public static ObjectNode model() {
        return Json.object()
                .put("provider", "scripted")
                .put("modelId", MODEL)
                .put("baseUrl", BUNDLED)
                .put("directory", BUNDLED);
    }

    private static byte[] read(String name) {
        try (InputStream in = SmokeExample.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("the build lacks " + FOLDER + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
