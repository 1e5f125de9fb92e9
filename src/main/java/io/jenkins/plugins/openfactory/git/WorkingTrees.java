package io.jenkins.plugins.openfactory.git;

import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * Working trees of one repository. A workspace holds files only; its git directory is its neighbour
 * {@code <workspace>.git}, complete in itself, so that a sandbox which shows just that folder can run {@code git status}.
 * Objects are shared with the repository by hard links (across file systems, with a copy beside the workspaces). Safe for any thread, one call per workspace at a time.
 */
final class WorkingTrees {
    private static final String MARKER = "openfactory";
    private static final int MOST_TRIES = 5;

    private final GitProgram git;
    private final Repository repository;
    private final Path folder;
    private final Set<Path> met = ConcurrentHashMap.newKeySet();

    WorkingTrees(GitProgram git, Repository repository) {
        this.git = git;
        this.repository = repository;
        this.folder = repository.getDirectory().toPath();
    }

    /** @param heaps is told what was set aside of the former tree, for {@link Eraser#finish} */
    Path checkout(Path workspace, String commit, Consumer<Path> heaps) throws IOException {
        Path gitDir = gitDir(workspace);
        claim(workspace, gitDir);
        finishLeftOver(workspace, gitDir);
        Eraser.setAside(workspace).ifPresent(heaps);
        Files.deleteIfExists(gitDir.resolve("index"));
        Files.deleteIfExists(gitDir.resolve("index.lock"));
        GitFolder.workingTree(gitDir, commit);
        shareObjects(gitDir);
        Files.createDirectory(workspace);
        try (ObjectReader reader = repository.newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            ObjectId tree =
                    walk.parseCommit(ObjectId.fromString(commit)).getTree().getId();
            Optional<SmallTree> small = SmallTree.of(reader, tree);
            if (small.isPresent()) {
                small.get().write(workspace, gitDir.resolve("index"));
            } else {
                readTree(workspace, gitDir, commit);
            }
        }
        return gitDir;
    }

    private void readTree(Path workspace, Path gitDir, String commit) {
        git.run(
                GitProgram.LONG,
                "--git-dir=" + gitDir,
                "--work-tree=" + workspace.toAbsolutePath(),
                "read-tree",
                "--reset",
                "-u",
                commit);
    }

    /**
     * Sets a working tree aside and what was kept for it.
     *
     * @return for {@link Eraser#finish}
     */
    List<Path> setAside(Path workspace) throws IOException {
        Path gitDir = gitDir(workspace);
        if (Files.exists(gitDir.resolve(MARKER)) || Files.exists(workspace, LinkOption.NOFOLLOW_LINKS)) {
            claim(workspace, gitDir);
        }
        finishLeftOver(workspace, gitDir);
        List<Path> heaps = new ArrayList<>();
        Eraser.setAside(workspace).ifPresent(heaps::add);
        Eraser.setAside(gitDir).ifPresent(heaps::add);
        return heaps;
    }

    /** Once for each place, before anything is set aside there: later heaps are our own. */
    private void finishLeftOver(Path workspace, Path gitDir) throws IOException {
        if (met.add(workspace)) {
            Eraser.finishLeftOver(workspace);
            Eraser.finishLeftOver(gitDir);
        }
    }

    private static Path gitDir(Path workspace) {
        Path absolute = workspace.toAbsolutePath();
        return absolute.resolveSibling(absolute.getFileName() + ".git");
    }

    /** Notes that the workspace is ours before anything in it is touched, and refuses a folder that is not. */
    private void claim(Path workspace, Path gitDir) throws IOException {
        Path marker = gitDir.resolve(MARKER);
        String ours = folder.toRealPath() + "\n";
        if (Files.exists(marker)) {
            if (!Files.readString(marker).equals(ours)) {
                throw foreign(workspace);
            }
            return;
        }
        if (Files.exists(workspace, LinkOption.NOFOLLOW_LINKS) && !isEmptyFolder(workspace)
                || Files.exists(gitDir.resolve("HEAD"))) {
            throw foreign(workspace);
        }
        Files.createDirectories(gitDir);
        Path next = gitDir.resolve(MARKER + ".new");
        Files.writeString(next, ours);
        Files.move(next, marker, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private IllegalArgumentException foreign(Path workspace) {
        return new IllegalArgumentException(
                workspace + " is not a former working tree of " + folder + ", so it is left alone");
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }

    private void shareObjects(Path gitDir) throws IOException {
        Path shallow = folder.resolve("shallow");
        if (Files.exists(shallow)) {
            Files.copy(shallow, gitDir.resolve("shallow"), StandardCopyOption.REPLACE_EXISTING);
        }
        Path copies = gitDir.resolveSibling(
                ".objects-" + Sha256.hex(folder.toString()).substring(0, 8));
        whilePacksGo(() -> share(gitDir, copies));
    }

    /** What looks into a repository. */
    interface Look {
        void run() throws IOException;
    }

    /** Looks again where a file went away meanwhile: somebody has made one pack of several, and it is there before they go. */
    static void whilePacksGo(Look look) throws IOException {
        for (int tries = 1; ; tries++) {
            try {
                look.run();
                return;
            } catch (NoSuchFileException e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    private void share(Path gitDir, Path copies) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(folder.resolve("objects"))) {
            for (Path objects : folders) {
                String name = objects.getFileName().toString();
                if (name.length() == 2 || name.equals("pack")) {
                    shareFolder(objects, gitDir.resolve("objects").resolve(name), copies.resolve(name));
                }
            }
        }
    }

    private static void shareFolder(Path from, Path to, Path copies) throws IOException {
        Files.createDirectories(to);
        Set<Path> there = names(to);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
            for (Path file : files) {
                Path name = file.getFileName();
                if (!name.toString().startsWith("tmp_") && !there.contains(name) && !link(file, to.resolve(name))) {
                    copyOnce(file, copies.resolve(name));
                    if (!link(copies.resolve(name), to.resolve(name))) {
                        copyOnce(file, to.resolve(name));
                    }
                }
            }
        }
    }

    private static Set<Path> names(Path folder) throws IOException {
        Set<Path> names = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            files.forEach(file -> names.add(file.getFileName()));
        }
        return names;
    }

    /** Objects never change, so that one file can serve many; false where the file system can't do that. */
    private static boolean link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
            return true;
        } catch (FileAlreadyExistsException e) {
            return true;
        } catch (UnsupportedOperationException | FileSystemException e) {
            return false;
        }
    }

    /** A workspace on another file system than its repository shares one copy with its neighbours there. */
    private static void copyOnce(Path from, Path to) throws IOException {
        if (!Files.exists(to)) {
            Files.createDirectories(to.getParent());
            Path next = Files.createTempFile(to.getParent(), "tmp_", "");
            Files.copy(from, next, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            Files.move(next, to, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** The world's fault of a working tree that could not be read or written. */
    static WorldFault fault(Path workspace, IOException e) {
        return new WorldFault(
                "workspace",
                "The workspace " + workspace + " can't be used: " + e.getMessage() + ". Check the disk and its owner.",
                e);
    }
}
