package io.jenkins.plugins.openfactory.git;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.util.FS;

/**
 * A tree of few plain files, which is written faster than the git program is started. What a working tree of ours gets
 * from git is exactly the bytes of its objects, so writing those is all there is to do. For one thread.
 */
final class SmallTree {
    /** From about here on git, which reads packs faster, is the quicker one in spite of its start. */
    private static final int FEW = 300;

    private final ObjectReader reader;
    private final List<Entry> entries;

    private record Entry(String path, FileMode mode, ObjectId id) {}

    private SmallTree(ObjectReader reader, List<Entry> entries) {
        this.reader = reader;
        this.entries = entries;
    }

    /** Reads a tree; empty where it has many files, or one that is not plain: a link, a submodule, a name git refuses. */
    static Optional<SmallTree> of(ObjectReader reader, ObjectId tree) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(tree);
            walk.setRecursive(true);
            while (walk.next()) {
                String path = new String(walk.getRawPath(), StandardCharsets.ISO_8859_1);
                FileMode mode = walk.getFileMode();
                boolean file = mode == FileMode.REGULAR_FILE || mode == FileMode.EXECUTABLE_FILE;
                if (!file || !isPlain(path) || entries.size() == FEW) {
                    return Optional.empty();
                }
                entries.add(new Entry(path, mode, walk.getObjectId(0)));
            }
        }
        return Optional.of(new SmallTree(reader, entries));
    }

    /**
     * Whether every name is of printable ASCII and none can be another spelling of {@code .git}, of which git knows more
     * than we do: with a tilde, a colon, a backslash, or dots and blanks at its end.
     */
    private static boolean isPlain(String path) {
        return Arrays.stream(path.split("/", -1)).allMatch(SmallTree::isPlainName);
    }

    private static boolean isPlainName(String name) {
        return !name.isEmpty()
                && !name.endsWith(".")
                && !name.endsWith(" ")
                && !name.equalsIgnoreCase(".git")
                && name.chars().allMatch(c -> c >= ' ' && c < 0x7f && "\\:~".indexOf(c) < 0);
    }

    /**
     * Writes the files into an empty folder, and the index that knows them.
     *
     * @throws IOException where a file can't be written; what was written stays
     */
    void write(Path folder, Path index) throws IOException {
        Set<String> made = new HashSet<>();
        List<DirCacheEntry> known = new ArrayList<>();
        for (Entry entry : entries) {
            makeFolders(folder, entry.path, made);
            known.add(write(folder.resolve(entry.path), entry));
        }
        DirCache cache = DirCache.lock(index.toFile(), FS.DETECTED);
        try {
            DirCacheBuilder builder = cache.builder();
            known.forEach(builder::add);
            builder.finish();
            cache.write();
            if (!cache.commit()) {
                throw new IOException("the index " + index + " can't be written");
            }
        } finally {
            cache.unlock();
        }
    }

    private static void makeFolders(Path folder, String path, Set<String> made) throws IOException {
        for (int at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
            if (made.add(path.substring(0, at))) {
                Files.createDirectory(folder.resolve(path.substring(0, at)));
            }
        }
    }

    private DirCacheEntry write(Path file, Entry entry) throws IOException {
        String mode = entry.mode == FileMode.EXECUTABLE_FILE ? "rwxrwxrwx" : "rw-rw-rw-";
        var permissions = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
        Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(file, fresh, permissions))) {
            reader.open(entry.id, Constants.OBJ_BLOB).copyTo(out);
        }
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        DirCacheEntry known = new DirCacheEntry(entry.path.getBytes(StandardCharsets.ISO_8859_1));
        known.setFileMode(entry.mode);
        known.setObjectId(entry.id);
        known.setLength(attributes.size());
        known.setLastModified(attributes.lastModifiedTime().toInstant());
        return known;
    }
}
