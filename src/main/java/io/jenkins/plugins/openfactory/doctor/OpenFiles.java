package io.jenkins.plugins.openfactory.doctor;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Which process has a file open, as far as {@code /proc} shows it to this user. */
final class OpenFiles {
    private OpenFiles() {}

    static Optional<Long> holder(Path file) {
        Path wanted = file.toAbsolutePath().normalize();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, wanted)) {
                    return Optional.of(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            // There is no /proc, so nothing is known.
        }
        return Optional.empty();
    }

    private static boolean holds(Path process, Path wanted) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path open : files) {
                if (wanted.equals(target(open))) {
                    return true;
                }
            }
        } catch (IOException e) {
            // It ended meanwhile, or belongs to somebody else.
        }
        return false;
    }

    private static Path target(Path open) {
        try {
            return Files.readSymbolicLink(open);
        } catch (IOException e) {
            return open;
        }
    }
}
