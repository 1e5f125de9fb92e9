package io.jenkins.plugins.openfactory.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The git program as a user has it, for making repositories that tests start from and for judging results. */
public final class RealGit {
    private static final CommitSpec ROOT = new CommitSpec("seed", "Ann", "ann@example.org", Instant.EPOCH);

    private RealGit() {}

    /** The product's git on this machine. */
    public static LocalGit local(Path folder) {
        return new LocalGit(program(), folder);
    }

    public static Path program() {
        return LocalGit.find(System.getenv("PATH"));
    }

    /** Any spec of a commit, the same each time. */
    public static CommitSpec spec(String subject) {
        return new CommitSpec(
                subject + "\n", ROOT.authorName(), ROOT.authorEmail(), Instant.parse("2026-01-02T03:04:05Z"));
    }

    /** A new working tree on branch main with these files (path, text, path, text…) committed. */
    public static Path repository(Path folder, String... files) throws IOException {
        Files.createDirectories(folder);
        git(folder, "init", "-q", "-b", "main");
        write(folder, files);
        git(folder, "add", "-A", "-f");
        git(folder, "commit", "-q", "--allow-empty", "-m", "first");
        return folder;
    }

    public static void write(Path folder, String... files) throws IOException {
        for (int i = 0; i < files.length; i += 2) {
            Path file = folder.resolve(files[i]);
            Files.createDirectories(file.getParent());
            Files.writeString(file, files[i + 1]);
        }
    }

    /** Runs git in a folder; fails loudly. */
    public static String git(Path folder, String... arguments) {
        return run(folder, List.of(), arguments);
    }

    /** Runs git with further settings of the environment ({@code NAME=value}). */
    public static String run(Path folder, List<String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(program().toString()));
        command.addAll(List.of(
                "-c",
                "user.name=Ann",
                "-c",
                "user.email=ann@example.org",
                "-c",
                "safe.directory=*",
                "-c",
                "gc.auto=0"));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
            builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
            builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
            builder.environment().put("GIT_ALLOW_PROTOCOL", "file");
            for (String setting : environment) {
                builder.environment()
                        .put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
            }
            Process process = builder.start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError("git " + List.of(arguments) + " in " + folder + " failed: " + out);
            }
            return out;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What git's own three-way merge makes of one file; empty where it finds a conflict. */
    public static String tryMergeFile(
            Path repository, Path scratch, String base, String ours, String theirs, String file) {
        try {
            Path[] sides = {scratch.resolve("ours"), scratch.resolve("base"), scratch.resolve("theirs")};
            String[] commits = {ours, base, theirs};
            for (int i = 0; i < 3; i++) {
                Files.writeString(sides[i], git(repository, "show", commits[i] + ":" + file));
            }
            Process process = new ProcessBuilder(
                            program().toString(),
                            "merge-file",
                            "-p",
                            "-q",
                            sides[0].toString(),
                            sides[1].toString(),
                            sides[2].toString())
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? out : "";
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
