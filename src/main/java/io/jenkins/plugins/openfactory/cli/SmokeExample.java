package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.git.CommitSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The example that ships with us: its repository, its request, and the list of its files. */
final class SmokeExample {
    private static final String FOLDER = "/examples/smoke/";

    private SmokeExample() {}

    static String request() {
        return new String(read("request.md"), StandardCharsets.UTF_8);
    }

    /** Makes the example's repository in the home; the same files always give the same commit. */
    static Path repository(Wiring wiring) {
        Path folder = wiring.home().root().resolve("smoke").resolve("hello.git");
        List<FileChange> files = new String(read("repo.txt"), StandardCharsets.UTF_8)
                .lines()
                .filter(path -> !path.isBlank())
                .<FileChange>map(path -> new FileChange.Create(path, read("repo/" + path), false))
                .toList();
        wiring.git()
                .create(
                        folder,
                        files,
                        new CommitSpec(
                                "A greeting library\n",
                                "OpenFactory",
                                "openfactory@localhost",
                                Instant.parse("2026-01-01T00:00:00Z")));
        return folder;
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
