package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.artifact.BundleArchive;
import io.jenkins.plugins.openfactory.artifact.Manifest;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Writes a finished run's bundle as one archive. */
final class ArchiveOutput {
    private ArchiveOutput() {}

    /**
     * Writes the archive, whole or not at all.
     *
     * @param folder of the run's artifacts
     * @param target must not exist
     */
    static BundleArchive.Written write(Path folder, List<Artifact> artifacts, Path target) throws IOException {
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new UserError("--archive names '" + target + "', which exists; choose a new file.");
        }
        if (artifacts.stream().noneMatch(artifact -> artifact.path().equals(Manifest.PATH))) {
            throw new UserError(
                    "The run has no " + Manifest.PATH + " yet, so there is no bundle; wait until it is done.");
        }
        Path parent = target.toAbsolutePath().getParent();
        Path partial = Files.createTempFile(parent, ".bundle", ".zip");
        try {
            BundleArchive.Written written = write(folder, artifacts, partial, target);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            return written;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static BundleArchive.Written write(Path folder, List<Artifact> artifacts, Path partial, Path target)
            throws IOException {
        BundleArchive.Written written;
        try (OutputStream out = Files.newOutputStream(partial);
                BundleArchive archive = new BundleArchive(out)) {
            written = archive.write(
                    artifacts.stream().map(Artifact::path).toList(),
                    path -> Files.newInputStream(folder.resolve(path), LinkOption.NOFOLLOW_LINKS));
        }
        Manifest manifest = Manifest.parse(Files.readString(folder.resolve(Manifest.PATH), StandardCharsets.UTF_8));
        List<String> wrong = manifest.differences(written.files());
        if (!wrong.isEmpty()) {
            throw new WorldFault(
                    "bundle_changed",
                    "Nothing was written to '" + target + "', because the bundle is not what the run made: "
                            + wrong.get(0) + ".");
        }
        return written;
    }
}
