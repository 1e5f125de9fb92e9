package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.Shell;
import io.jenkins.plugins.openfactory.exec.sandbox.Ownership;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** This machine as another system that is reached through a launcher: real processes, files in a folder. */
final class ProcessShell implements Shell {
    private final Path folder;
    private final BiFunction<String, String, String> disguise;
    volatile boolean lost;

    /** @param disguise changes the text of a file of the shell, by its name, before it is written */
    ProcessShell(Path folder, BiFunction<String, String, String> disguise) {
        this.folder = folder;
        this.disguise = disguise;
    }

    ProcessShell(Path folder) {
        this(folder, (name, text) -> text);
    }

    @Override
    public String workspace(Path ours) {
        return ours.toString();
    }

    @Override
    public String trial() {
        Path trial = folder(folder.resolve("trial"));
        Ownership.give(trial);
        return trial.toString();
    }

    @Override
    public String path(String name) {
        return folder.resolve(name).toString();
    }

    @Override
    public String write(String name, byte[] content) {
        try {
            Path file = folder.resolve(name);
            folder(file.getParent());
            String text = new String(content, StandardCharsets.ISO_8859_1);
            Files.write(file, disguise.apply(name, text).getBytes(StandardCharsets.ISO_8859_1));
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder(Path folder) {
        try {
            Files.createDirectories(folder);
            for (Path at = folder; !at.equals(Path.of("/tmp")); at = at.getParent()) {
                Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String read(String name) {
        try {
            Path file = folder.resolve(name);
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void delete(String name) {
        try (var walk = Files.walk(folder.resolve(name))) {
            walk.sorted(java.util.Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Running start(List<String> argv, OutputStream out, OutputStream err) throws IOException {
        Process process = new ProcessBuilder(argv).start();
        process.getOutputStream().close();
        Thread first = copy(process.getInputStream(), out);
        Thread second = copy(process.getErrorStream(), err);
        return new Running() {
            @Override
            public OptionalInt await(Duration patience) {
                try {
                    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                        return OptionalInt.empty();
                    }
                    if (lost) {
                        throw new WorldFault("agent_lost", "The agent went away.");
                    }
                    first.join();
                    second.join();
                    return OptionalInt.of(process.exitValue());
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }

            /** Like a client of a container that dies alone: what it started is not killed with it. */
            @Override
            public void kill() {
                lost = false;
            }
        };
    }

    private static Thread copy(InputStream from, OutputStream to) {
        Thread thread = new Thread(() -> {
            try {
                from.transferTo(to);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.start();
        return thread;
    }
}
