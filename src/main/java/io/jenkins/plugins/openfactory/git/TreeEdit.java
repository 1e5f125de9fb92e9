package io.jenkins.plugins.openfactory.git;

import io.jenkins.plugins.openfactory.edit.FileChange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Makes a new tree out of an old one and some changes, reading and writing only the folders that change. Names are kept
 * as their bytes (one character each), because git does not say in which encoding they are. For one thread.
 */
final class TreeEdit {
    private final ObjectReader reader;
    private final ObjectInserter inserter;
    private final Folder root;

    TreeEdit(ObjectReader reader, ObjectInserter inserter, ObjectId tree) throws IOException {
        this.reader = reader;
        this.inserter = inserter;
        this.root = load(tree);
    }

    /**
     * Applies changes: what goes away first, then what is written, so that a file can take the place of a folder.
     *
     * @return the new tree
     * @throws IllegalArgumentException where a change does not fit the tree, naming the path
     */
    ObjectId apply(List<FileChange> changes) throws IOException {
        Map<String, FileMode> modes = new HashMap<>();
        for (FileChange change : changes) {
            if (change instanceof FileChange.Delete delete) {
                take(delete.path());
            } else if (change instanceof FileChange.Rename rename) {
                modes.put(rename.path(), take(rename.from()).mode);
            }
        }
        for (FileChange change : changes) {
            if (change instanceof FileChange.Create create) {
                put(
                        create.path(),
                        create.executable() ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE,
                        create.content());
            } else if (change instanceof FileChange.Modify modify) {
                put(modify.path(), regular(modify.path(), take(modify.path()).mode), modify.content());
            } else if (change instanceof FileChange.Rename rename) {
                put(rename.path(), regular(rename.from(), modes.get(rename.path())), rename.content());
            }
        }
        return write(root);
    }

    private static FileMode regular(String path, FileMode mode) {
        if ((mode.getBits() & FileMode.TYPE_MASK) != FileMode.TYPE_FILE) {
            throw new IllegalArgumentException("'" + path + "' is not a regular file, so it has no content to change");
        }
        return mode;
    }

    private Entry take(String path) throws IOException {
        String[] names = names(path);
        Folder folder = root;
        for (int i = 0; i < names.length - 1; i++) {
            folder = child(folder, names[i]).orElseThrow(() -> missing(path));
        }
        Entry entry = folder.entries.get(names[names.length - 1]);
        if (entry == null || entry.isFolder()) {
            throw missing(path);
        }
        folder.entries.remove(names[names.length - 1]);
        return entry;
    }

    private static IllegalArgumentException missing(String path) {
        return new IllegalArgumentException("the parent commit has no file '" + path + "'");
    }

    private void put(String path, FileMode mode, byte[] content) throws IOException {
        String[] names = names(path);
        Folder folder = root;
        for (int i = 0; i < names.length - 1; i++) {
            Entry entry = folder.entries.get(names[i]);
            if (entry != null && !entry.isFolder()) {
                throw new IllegalArgumentException("'" + path + "' lies below '" + names[i] + "', which is a file");
            }
            Optional<Folder> child = child(folder, names[i]);
            if (child.isEmpty()) {
                Entry made = new Entry(FileMode.TREE, ObjectId.zeroId());
                made.folder = new Folder();
                folder.entries.put(names[i], made);
                child = Optional.of(made.folder);
            }
            folder = child.get();
        }
        Entry old = folder.entries.get(names[names.length - 1]);
        if (old != null && old.isFolder() && !isEmpty(old)) {
            throw new IllegalArgumentException("'" + path + "' is a folder, so it can't be written as a file");
        }
        folder.entries.put(names[names.length - 1], new Entry(mode, inserter.insert(Constants.OBJ_BLOB, content)));
    }

    private boolean isEmpty(Entry entry) {
        return entry.folder != null
                && entry.folder.entries.values().stream().allMatch(inner -> inner.isFolder() && isEmpty(inner));
    }

    private Optional<Folder> child(Folder folder, String name) throws IOException {
        Entry entry = folder.entries.get(name);
        if (entry == null || !entry.isFolder()) {
            return Optional.empty();
        }
        if (entry.folder == null) {
            entry.folder = load(entry.id);
        }
        return Optional.of(entry.folder);
    }

    private Folder load(ObjectId tree) throws IOException {
        Folder folder = new Folder();
        CanonicalTreeParser parser = new CanonicalTreeParser(null, reader, tree);
        for (; !parser.eof(); parser.next(1)) {
            byte[] name = new byte[parser.getNameLength()];
            parser.getName(name, 0);
            folder.entries.put(
                    new String(name, StandardCharsets.ISO_8859_1),
                    new Entry(parser.getEntryFileMode(), parser.getEntryObjectId()));
        }
        return folder;
    }

    /** Writes what was loaded; empty folders vanish, the empty root does not. */
    private ObjectId write(Folder folder) throws IOException {
        for (var named : List.copyOf(folder.entries.entrySet())) {
            Entry entry = named.getValue();
            if (entry.folder != null) {
                entry.id = write(entry.folder);
                if (entry.folder.entries.isEmpty()) {
                    folder.entries.remove(named.getKey());
                }
            }
        }
        TreeFormatter formatter = new TreeFormatter();
        folder.entries.entrySet().stream()
                .sorted(Comparator.comparing(
                        named -> named.getValue().isFolder() ? named.getKey() + "/" : named.getKey()))
                .forEach(named -> formatter.append(
                        named.getKey().getBytes(StandardCharsets.ISO_8859_1),
                        named.getValue().mode,
                        named.getValue().id));
        return inserter.insert(formatter);
    }

    private static String[] names(String path) {
        byte[] raw = path.getBytes(StandardCharsets.UTF_8);
        try {
            new ObjectChecker().setSafeForMacOS(true).checkPath(raw, 0, raw.length);
        } catch (CorruptObjectException e) {
            throw new IllegalArgumentException("'" + path + "' can't be a path in git: " + e.getMessage(), e);
        }
        return new String(raw, StandardCharsets.ISO_8859_1).split("/", -1);
    }

    private static final class Folder {
        private final Map<String, Entry> entries = new HashMap<>();
    }

    private static final class Entry {
        private final FileMode mode;
        private ObjectId id;
        private Folder folder;

        Entry(FileMode mode, ObjectId id) {
            this.mode = mode;
            this.id = id;
        }

        boolean isFolder() {
            return mode == FileMode.TREE;
        }
    }
}
