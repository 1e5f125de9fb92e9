package io.jenkins.plugins.openfactory.git;

import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Compares a folder that a hostile command may have written with a tree, byte by byte and without git: every folder is
 * opened relative to its parent and no link is followed, only regular files are read, and time stamps count for nothing.
 * {@code .gitignore} files are the only ones with a meaning. A symbolic link that is new or has another target counts
 * as no file, and so does a name that is not UTF-8; a file that can't be read and is not in the tree is left out, as git
 * does. For one thread, once.
 */
final class Snapshot {
    private static final long FILE_LIMIT = 64L << 20;
    private static final long TOTAL_LIMIT = 512L << 20;
    private static final int DEPTH_LIMIT = 200;

    private final Map<String, Tracked> tracked = new HashMap<>();
    private final Set<String> trackedFolders = new HashSet<>();
    private final List<FileChange> changes = new ArrayList<>();
    private final MessageDigest sha1 = sha1();
    private final Path workspace;
    private long total;

    Snapshot(ObjectReader reader, ObjectId tree, Path workspace) throws IOException {
        this.workspace = workspace.toAbsolutePath();
        trackedFolders.add("");
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.setRecursive(true);
            walk.addTree(tree);
            while (walk.next()) {
                String path = new String(walk.getRawPath(), StandardCharsets.ISO_8859_1);
                tracked.put(path, new Tracked(walk.getFileMode(), walk.getObjectId(0)));
                for (int at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
                    if (!trackedFolders.add(path.substring(0, at))) {
                        break;
                    }
                }
            }
        }
    }

    /** The changes that make the folder's files out of the tree's, at most one per path, in order of path. */
    List<FileChange> changes() throws IOException {
        try (SecureDirectoryStream<Path> above = Eraser.secure(Files.newDirectoryStream(workspace.getParent()))) {
            walk(above, workspace.getFileName(), "", IgnoreRules.NONE, 0);
        }
        for (var left : tracked.entrySet()) {
            if (left.getValue().mode != FileMode.GITLINK) {
                PathBytes.text(left.getKey()).ifPresent(path -> changes.add(new FileChange.Delete(path)));
            }
        }
        changes.sort(Comparator.comparing(FileChange::path));
        return List.copyOf(changes);
    }

    private void walk(SecureDirectoryStream<Path> parent, Path name, String path, IgnoreRules above, int depth)
            throws IOException {
        if (depth > DEPTH_LIMIT) {
            throw refuse("has folders more than " + DEPTH_LIMIT + " deep");
        }
        try (SecureDirectoryStream<Path> folder =
                Eraser.secure(parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS))) {
            IgnoreRules rules = rules(folder, path, above);
            for (Path entry : folder) {
                String bytes = PathBytes.of(entry.getFileName());
                if (!bytes.equalsIgnoreCase(".git")) {
                    entry(folder, entry.getFileName(), path.isEmpty() ? bytes : path + "/" + bytes, rules, depth);
                }
            }
        } catch (AccessDeniedException e) {
            if (trackedFolders.contains(path)) {
                throw refuse("has the folder '" + path + "', which can't be read");
            }
        }
    }

    private void entry(SecureDirectoryStream<Path> folder, Path name, String path, IgnoreRules rules, int depth)
            throws IOException {
        PosixFileAttributes attributes = attributes(folder, name);
        Tracked known = tracked.get(path);
        if (attributes.isDirectory()) {
            boolean submodule = known != null && known.mode == FileMode.GITLINK;
            boolean ignored = rules.ignores(path, true);
            if (!submodule && (trackedFolders.contains(path) || !ignored)) {
                walk(folder, name, path, ignored ? IgnoreRules.ALL : rules, depth + 1);
            }
        } else if (attributes.isRegularFile()) {
            if (known != null || !rules.ignores(path, false)) {
                regular(folder, name, path, attributes);
            }
        } else if (attributes.isSymbolicLink() && known != null && known.mode == FileMode.SYMLINK) {
            byte[] target = PathBytes.of(Files.readSymbolicLink(PathBytes.resolve(workspace, path)))
                    .getBytes(StandardCharsets.ISO_8859_1);
            if (known.id.equals(id(target.length, new ByteArrayInputStream(target)))) {
                tracked.remove(path);
            }
        }
    }

    private void regular(SecureDirectoryStream<Path> folder, Path name, String path, PosixFileAttributes attributes)
            throws IOException {
        boolean executable = attributes.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
        FileMode mode = executable ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
        Tracked known = tracked.get(path);
        try {
            if (known == null || known.mode != mode || !unchanged(folder, name, known, attributes.size())) {
                PathBytes.text(path).ifPresent(text -> add(folder, name, text, known, mode));
            }
        } catch (AccessDeniedException e) {
            if (known != null) {
                throw refuse("has the file '" + path + "', which can't be read");
            }
        }
        tracked.remove(path);
    }

    private boolean unchanged(SecureDirectoryStream<Path> folder, Path name, Tracked known, long size)
            throws IOException {
        try (InputStream in = open(folder, name)) {
            return known.id.equals(id(size, in));
        }
    }

    private void add(SecureDirectoryStream<Path> folder, Path name, String path, Tracked known, FileMode mode) {
        byte[] content;
        try (InputStream in = open(folder, name)) {
            content = in.readNBytes((int) FILE_LIMIT + 1);
        } catch (AccessDeniedException e) {
            return;
        } catch (IOException e) {
            throw WorkingTrees.fault(workspace, e);
        }
        total += content.length;
        if (content.length > FILE_LIMIT) {
            throw refuse("has the new or changed file '" + path + "' of more than " + (FILE_LIMIT >> 20) + " MiB");
        }
        if (total > TOTAL_LIMIT) {
            throw refuse("has more than " + (TOTAL_LIMIT >> 20) + " MiB of new and changed files");
        }
        changes.add(
                known != null && known.mode == mode
                        ? new FileChange.Modify(path, content)
                        : new FileChange.Create(path, content, mode == FileMode.EXECUTABLE_FILE));
    }

    private WorldFault refuse(String what) {
        return new WorldFault(
                "workspace_refused",
                "The workspace " + workspace + " " + what
                        + "; delete what should not be kept, or list it in .gitignore.");
    }

    private IgnoreRules rules(SecureDirectoryStream<Path> folder, String path, IgnoreRules above) throws IOException {
        Path name = workspace.getFileSystem().getPath(".gitignore");
        try {
            if (above == IgnoreRules.ALL || !attributes(folder, name).isRegularFile()) {
                return above;
            }
            try (InputStream in = open(folder, name)) {
                return above.with(path, in);
            }
        } catch (java.nio.file.NoSuchFileException | AccessDeniedException e) {
            return above;
        }
    }

    private static PosixFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        return folder.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    private static InputStream open(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        return Channels.newInputStream(
                folder.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
    }

    /** The id of a blob, by Java's SHA-1: JGit's own looks for collisions, which slows it to a fraction. */
    private ObjectId id(long size, InputStream in) throws IOException {
        sha1.reset();
        sha1.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
        byte[] buffer = new byte[1 << 14];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            sha1.update(ByteBuffer.wrap(buffer, 0, read));
        }
        return ObjectId.fromString(HexFormat.of().formatHex(sha1.digest()));
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    private record Tracked(FileMode mode, ObjectId id) {}
}
