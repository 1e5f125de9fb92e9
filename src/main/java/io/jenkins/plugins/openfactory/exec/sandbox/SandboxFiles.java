package io.jenkins.plugins.openfactory.exec.sandbox;

import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The files that sandboxes are made from, in a private folder of this process: system call filters, and the few files of
 * {@code /etc} that commands see instead of the machine's. Readable for the user that commands run under, writable only
 * for us. Removed when the process ends in an orderly way. Safe for any thread.
 */
final class SandboxFiles {
    private static final System.Logger LOG = System.getLogger(SandboxFiles.class.getName());
    private static final Duration KEPT = Duration.ofDays(1);
    private static final String PREFIX = "openfactory-sandbox-";
    private static final List<String> PLACES = List.of("/tmp", "/var/tmp", "/run");

    private final Path folder;
    private final Set<Path> written = ConcurrentHashMap.newKeySet();

    private SandboxFiles(Path folder) {
        this.folder = folder;
    }

    static SandboxFiles create(SandboxUser user) {
        Path place = Stream.concat(Stream.of(System.getProperty("java.io.tmpdir")), PLACES.stream())
                .map(Path::of)
                .filter(path -> Files.isWritable(path) && user.canReach(path) && !(user.drop() && user.canChange(path)))
                .findFirst()
                .orElseThrow(() -> new WorldFault(
                        "no_temporary_folder",
                        "No temporary folder is open to the user '" + user.name() + "'; make /tmp readable for it."));
        try {
            sweep(place);
            String name = PREFIX + ProcessHandle.current().pid() + "-";
            Path folder = Files.createTempDirectory(place, name).toRealPath();
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            SandboxFiles files = new SandboxFiles(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "openfactory-sandbox-files"));
            return files;
        } catch (IOException e) {
            throw new WorldFault("temporary_folder_failed", "Can't write to the temporary folder '" + place + "'.", e);
        }
    }

    /** Deletes what processes of ours left behind that are gone. */
    private static void sweep(Path place) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(place, PREFIX + "*")) {
            for (Path old : left) {
                String pid =
                        old.getFileName().toString().substring(PREFIX.length()).replaceFirst("-.*", "");
                boolean gone = pid.matches("[0-9]{1,9}")
                        && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
                if (gone && oursOfLongAgo(old)) {
                    delete(old);
                }
            }
        }
    }

    /** A process of another container may share this folder without being seen, so only old ones count. */
    private static boolean oursOfLongAgo(Path old) {
        try {
            Instant changed =
                    Files.getLastModifiedTime(old, LinkOption.NOFOLLOW_LINKS).toInstant();
            return changed.isBefore(Instant.now().minus(KEPT))
                    && Files.getAttribute(old, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                            .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            return false;
        }
    }

    Path folder() {
        return folder;
    }

    /** Whether every file that was written is still there. */
    boolean intact() {
        return written.stream().allMatch(Files::exists);
    }

    /** A folder that whoever runs commands can read; the same one for the same name. */
    Path folder(String name) {
        try {
            Path made = Files.createDirectories(folder.resolve(name));
            Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-xr-x"));
            return made;
        } catch (IOException e) {
            throw new WorldFault("temporary_folder_failed", "Can't write to '" + folder + "'; free some space.", e);
        }
    }

    /** Writes a file once; whoever runs commands can read it. */
    Path write(String name, byte[] content) {
        try {
            Path file = folder.resolve(name);
            Files.write(file, content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            written.add(file);
            return file;
        } catch (IOException e) {
            throw new WorldFault("temporary_folder_failed", "Can't write to '" + folder + "'; free some space.", e);
        }
    }

    /** The same, unless it is there: its name says what is in it. A run's, so nobody is told when it is gone. */
    synchronized Path writeOnce(String name, String content) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            write(name, content);
            written.remove(file);
        }
        return file;
    }

    Path write(String name, String content) {
        return write(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** A new empty file for one command, open to nobody else. */
    Path privateFile() throws IOException {
        return Files.createTempFile(folder, "status-", "");
    }

    /** A new folder for one command, open to nobody else. */
    Path privateFolder() throws IOException {
        return Files.createTempDirectory(folder, "run-");
    }

    /**
     * Deletes a tree; what can't be deleted stays. Links are deleted and never followed, even if something swaps them in
     * meanwhile, because every step is relative to an open folder.
     */
    static void delete(Path tree) {
        try (DirectoryStream<Path> above = Files.newDirectoryStream(tree.getParent())) {
            if (above instanceof SecureDirectoryStream<Path> secure) {
                deleteFolder(secure, tree.getFileName());
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "temporary files stay behind", e);
        }
    }

    private static void deleteFolder(SecureDirectoryStream<Path> above, Path name) throws IOException {
        try (SecureDirectoryStream<Path> folder = above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : folder) {
                Path child = entry.getFileName();
                BasicFileAttributeView view =
                        folder.getFileAttributeView(child, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
                if (view.readAttributes().isDirectory()) {
                    deleteFolder(folder, child);
                } else {
                    folder.deleteFile(child);
                }
            }
        }
        above.deleteDirectory(name);
    }
}
