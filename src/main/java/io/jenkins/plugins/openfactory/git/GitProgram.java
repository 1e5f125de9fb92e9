package io.jenkins.plugins.openfactory.git;

import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The git program, started with arguments only, an environment built from empty and a configuration of ours, so that
 * nothing which a user, a machine or a repository has configured takes part. Safe for any thread.
 *
 * <p>A repository's own configuration still counts for git; what it could start is closed one by one where a call reads
 * a repository that is not ours ({@link SourceFolder}).
 */
final class GitProgram {
    static final Duration QUICK = Duration.ofMinutes(2);
    static final Duration LONG = Duration.ofMinutes(30);

    private static final int DRAIN_SECONDS = 20;
    private static final int OUTPUT_LIMIT = 64 << 20;
    private static final Pattern VERSION = Pattern.compile("git version (\\d+)\\.(\\d+).*", Pattern.DOTALL);
    private static final Executor DRAINERS = task -> {
        Thread thread = new Thread(task, "git-output");
        thread.setDaemon(true);
        thread.start();
    };

    private static final String CONFIG = String.join(
            "\n",
            "[safe]",
            "\tdirectory = *",
            "[core]",
            "\thooksPath = /dev/null",
            "\tfsmonitor = false",
            "\tattributesFile = /dev/null",
            "\texcludesFile = /dev/null",
            "\taskPass = /bin/false",
            "\tsshCommand = /bin/false",
            "\tautocrlf = false",
            "\tsafecrlf = false",
            "\tprotectHFS = true",
            "\tprotectNTFS = true",
            "\tfsync = committed",
            "[credential]",
            "\thelper =",
            "[protocol]",
            "\tallow = never",
            "[protocol \"file\"]",
            "\tallow = always",
            "[gc]",
            "\tauto = 0",
            "[maintenance]",
            "\tauto = false",
            "[transfer]",
            "\tunpackLimit = 1",
            "[submodule]",
            "\trecurse = false",
            "[advice]",
            "\tdetachedHead = false",
            "");

    private final Path program;
    private final Path config;

    /**
     * @param program the absolute path of git, 2.34 or newer
     * @param folder where our configuration file is kept; made if missing
     * @throws UserError where the program does not run or is too old
     */
    GitProgram(Path program, Path folder) {
        this.program = program;
        this.config = folder.resolve("gitconfig").toAbsolutePath();
        writeConfig();
        requireVersion();
    }

    private GitProgram(Path program) {
        this.program = program;
        this.config = Path.of("/dev/null");
    }

    /**
     * What a git program says of its version.
     *
     * @throws UserError where the program does not run or is too old
     */
    static String version(Path program) {
        return new GitProgram(program.toAbsolutePath()).requireVersion();
    }

    /** The result of one call. */
    record Result(int exit, byte[] out, String err) {
        String text() {
            return new String(out, StandardCharsets.UTF_8);
        }

        /** The parts of output that was asked for with {@code -z}. */
        List<String> parts() {
            return Arrays.stream(text().split("\0"))
                    .filter(part -> !part.isEmpty())
                    .toList();
        }

        /** What went wrong, without git's warnings. */
        String complaint() {
            List<String> lines =
                    err.lines().filter(line -> !line.startsWith("warning:")).toList();
            return lines.isEmpty() ? "exit code " + exit : String.join("; ", lines);
        }
    }

    /** Runs git, expecting it to succeed. */
    Result run(Duration atMost, String... arguments) {
        return run(atMost, Map.of(), arguments);
    }

    /**
     * Runs git, expecting it to succeed.
     *
     * @throws WorldFault {@code git_failed} with git's own words where it does not
     */
    Result run(Duration atMost, Map<String, String> environment, String... arguments) {
        Result result = attempt(atMost, environment, arguments);
        if (result.exit() != 0) {
            throw new WorldFault(
                    "git_failed", "git " + String.join(" ", arguments) + " failed: " + result.complaint() + ".");
        }
        return result;
    }

    /** Runs git, whatever its exit code. */
    Result attempt(Duration atMost, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(config.getParent().toFile())
                .redirectInput(new File("/dev/null"));
        builder.environment().clear();
        builder.environment().putAll(base());
        builder.environment().putAll(environment);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new WorldFault(
                    "git_failed", "The git program " + program + " did not start: " + e.getMessage() + ".", e);
        }
        return await(process, atMost, command);
    }

    private Result await(Process process, Duration atMost, List<String> command) {
        CompletableFuture<byte[]> out =
                CompletableFuture.supplyAsync(() -> drain(process.getInputStream(), OUTPUT_LIMIT), DRAINERS);
        CompletableFuture<byte[]> err =
                CompletableFuture.supplyAsync(() -> drain(process.getErrorStream(), 1 << 16), DRAINERS);
        try {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new WorldFault(
                        "git_failed", String.join(" ", command) + " did not end within " + atMost.toSeconds() + " s.");
            }
            return new Result(
                    process.exitValue(),
                    out.get(DRAIN_SECONDS, TimeUnit.SECONDS),
                    new String(err.get(DRAIN_SECONDS, TimeUnit.SECONDS), StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorldFault("interrupted", "Waiting for git was interrupted; let the run go on.", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new WorldFault(
                    "git_failed",
                    String.join(" ", command) + " could not be read to its end: " + e.getMessage() + ".",
                    e);
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private static byte[] drain(InputStream stream, int limit) {
        try (stream) {
            byte[] kept = stream.readNBytes(limit);
            if (stream.transferTo(OutputStream.nullOutputStream()) > 0 && limit == OUTPUT_LIMIT) {
                throw new IOException("it printed more than " + limit + " bytes");
            }
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> base() {
        return Map.ofEntries(
                Map.entry("PATH", program.getParent() + ":/usr/bin:/bin"),
                Map.entry("HOME", config.getParent().toString()),
                Map.entry("LC_ALL", "C"),
                Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
                Map.entry("GIT_CONFIG_SYSTEM", "/dev/null"),
                Map.entry("GIT_CONFIG_GLOBAL", config.toString()),
                Map.entry("GIT_ATTR_NOSYSTEM", "1"),
                Map.entry("GIT_TERMINAL_PROMPT", "0"),
                Map.entry("GIT_ALLOW_PROTOCOL", "file"),
                Map.entry("GIT_NO_LAZY_FETCH", "1"),
                Map.entry("GIT_NO_REPLACE_OBJECTS", "1"),
                Map.entry("GIT_LITERAL_PATHSPECS", "1"));
    }

    private void writeConfig() {
        try {
            if (!Files.isRegularFile(config) || !Files.readString(config).equals(CONFIG)) {
                Files.createDirectories(config.getParent());
                Durable.write(config, CONFIG.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new WorldFault(
                    "disk", "The git configuration " + config + " can't be written: " + e.getMessage() + ".", e);
        }
    }

    private String requireVersion() {
        if (!Files.isExecutable(program)) {
            throw new UserError("The git program " + program + " does not exist; install git 2.34 or newer.");
        }
        String said = attempt(QUICK, Map.of(), "--version").text().strip();
        Matcher version = VERSION.matcher(said);
        boolean enough = version.matches()
                && (Integer.parseInt(version.group(1)) > 2
                        || Integer.parseInt(version.group(1)) == 2 && Integer.parseInt(version.group(2)) >= 34);
        if (!enough) {
            throw new UserError("The git program " + program + " says '" + said + "'; install git 2.34 or newer.");
        }
        return said;
    }
}
