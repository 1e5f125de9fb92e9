package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.sandbox.Ownership;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxUser;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxedCommand.Cache;
import io.jenkins.plugins.openfactory.id.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the preparation of one run fetched, in a folder of its own outside every workspace: {@code home} is the home folder
 * that its commands had, {@code trees} the folders that they made in the working tree, {@code SHA256} the hash over both.
 * One command at a time fills it; any number use it.
 */
final class PreparedCaches {
    /** Entries of a home folder that tools write even when they only use the rest; never shown. */
    private static final Set<String> NOT_KEPT = Set.of("_logs", "go-build", ".package-cache", "daemon");

    /** Folders of a working tree that hold what was fetched; anything else that a command makes there is its output. */
    private static final Set<String> FETCHED =
            Set.of("node_modules", "vendor", ".venv", "venv", ".bundle", ".yarn", "bower_components");

    private static final Set<String> NOT_FOLLOWED = Set.of(".git");

    private final Path folder;

    private static final Duration KEPT = Duration.ofDays(7);

    PreparedCaches(Path root, String runId) {
        if (!runId.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
            throw new IllegalArgumentException("'" + runId + "' is no run id");
        }
        this.folder = root.resolve(runId);
    }

    /** The home folder for commands that fill it, owned by their user. */
    Path home(SandboxUser user) throws IOException {
        Path home = folder.resolve("home");
        if (!Files.isDirectory(home)) {
            sweep();
            Files.createDirectories(home);
            Files.createDirectories(folder.resolve("trees"));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            for (Path made : List.of(home, folder.resolve("trees"))) {
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
                if (user.drop()) {
                    Files.setAttribute(made, "unix:uid", (int) user.uid(), LinkOption.NOFOLLOW_LINKS);
                    Files.setAttribute(made, "unix:gid", (int) user.gid(), LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
        return home;
    }

    /** Deletes what runs fetched that nobody has used for long. */
    private void sweep() throws IOException {
        for (Path other : entries(folder.getParent())) {
            Path used = Files.isRegularFile(other.resolve("SHA256")) ? other.resolve("SHA256") : other;
            Instant last =
                    Files.getLastModifiedTime(used, LinkOption.NOFOLLOW_LINKS).toInstant();
            if (!other.equals(folder) && last.isBefore(Instant.now().minus(KEPT))) {
                delete(other);
            }
        }
    }

    /** Deletes a tree; links are deleted and never followed. Module caches keep their folders read-only. */
    private static void delete(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) throws IOException {
                Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwx------"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path at, BasicFileAttributes attributes) throws IOException {
                Files.delete(at);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path at, IOException fault) throws IOException {
                Files.delete(at);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** The hash over everything that was fetched; empty where nothing was. */
    Optional<String> sha256() {
        try {
            Path file = folder.resolve("SHA256");
            return Files.isRegularFile(file)
                    ? Optional.of(Files.readString(file).strip())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * What commands are shown: of the home folder everything two levels down, and each folder of the working tree at its
     * place. Makes the places for the latter in the workspace, empty folders, where there is nothing else.
     */
    List<Cache> shown(Path workspace, boolean filling) throws IOException {
        List<Cache> caches = new ArrayList<>();
        if (!filling && sha256().isEmpty()) {
            return caches;
        }
        if (!filling) {
            Files.setLastModifiedTime(folder.resolve("SHA256"), FileTime.from(Instant.now()));
            for (Path first : entries(folder.resolve("home"))) {
                for (Path second : entries(first)) {
                    if (!NOT_KEPT.contains(second.getFileName().toString())) {
                        caches.add(new Cache(second, "~/" + first.getFileName() + "/" + second.getFileName()));
                    }
                }
            }
        }
        for (Path tree : entries(folder.resolve("trees"))) {
            String name = new String(HexFormat.of().parseHex(tree.getFileName().toString()), StandardCharsets.UTF_8);
            if (place(workspace, name)) {
                caches.add(new Cache(tree, "/workspace/" + name, filling));
            }
        }
        return caches;
    }

    private static boolean place(Path workspace, String name) throws IOException {
        Path at = workspace;
        for (Path part : Path.of(name)) {
            at = at.resolve(part);
            if (!Files.exists(at, LinkOption.NOFOLLOW_LINKS)) {
                Files.createDirectory(at);
            } else if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                return false;
            }
        }
        return entries(at).isEmpty();
    }

    /** Every folder of a workspace, to be told from those that a command makes. */
    static Set<String> folders(Path workspace) throws IOException {
        Set<String> folders = new TreeSet<>();
        Files.walkFileTree(workspace, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
                folders.add(workspace.relativize(at).toString());
                boolean skip = NOT_FOLLOWED.contains(String.valueOf(at.getFileName()));
                return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path at, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return folders;
    }

    /** Takes the folders of fetched things that were made in the workspace since, and settles the hash. */
    void keep(Path workspace, Set<String> before) throws IOException {
        for (String name : folders(workspace)) {
            boolean made = FETCHED.contains(String.valueOf(Path.of(name).getFileName()))
                    && !before.contains(name)
                    && before.contains(parent(name))
                    && !entries(workspace.resolve(name)).isEmpty();
            if (made) {
                Path place = folder.resolve("trees")
                        .resolve(HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8)));
                move(workspace.resolve(name), place);
                Files.createDirectory(workspace.resolve(name));
            }
        }
        settle();
    }

    /** What a preparation without commands of its own result leaves: the hash over all of it. */
    private void settle() throws IOException {
        scratch();
        Path temporary = folder.resolve("SHA256.new");
        Files.writeString(temporary, hash() + "\n");
        Files.move(temporary, folder.resolve("SHA256"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static String parent(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (java.nio.file.AtomicMoveNotSupportedException e) {
            copy(from, to);
            Ownership.give(to);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        LinkOption.NOFOLLOW_LINKS,
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Mount points for what tools insist on writing. */
    private void scratch() throws IOException {
        for (Path tree : entries(folder.resolve("trees"))) {
            String name = new String(HexFormat.of().parseHex(tree.getFileName().toString()), StandardCharsets.UTF_8);
            if (Path.of(name).endsWith("node_modules")) {
                for (String scratch : List.of(".cache", ".vite", ".vite-temp")) {
                    if (!Files.exists(tree.resolve(scratch), LinkOption.NOFOLLOW_LINKS)) {
                        Files.createDirectory(tree.resolve(scratch));
                    }
                }
            }
        }
    }

    private String hash() throws IOException {
        TreeMap<String, String> lines = new TreeMap<>();
        for (String part : List.of("home", "trees")) {
            Path root = folder.resolve(part);
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.toList()) {
                    lines.put(part + "/" + root.relativize(file), mark(file));
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
        MessageDigest digest = Sha256.digest();
        lines.forEach((path, mark) -> digest.update((path + "\0" + mark + "\n").getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String mark(Path file) throws IOException {
        if (Files.isSymbolicLink(file)) {
            return "link " + Files.readSymbolicLink(file);
        }
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            return "folder";
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return "other";
        }
        return (Files.isExecutable(file) ? "program " : "file ") + Sha256.hex(file);
    }

    private static List<Path> entries(Path at) throws IOException {
        if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(at)) {
            return list.sorted().toList();
        }
    }
}
