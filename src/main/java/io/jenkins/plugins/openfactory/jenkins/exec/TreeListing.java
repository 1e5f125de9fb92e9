package io.jenkins.plugins.openfactory.jenkins.exec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a tree with what tells one state of them from another: kind, size, time of change and whether it may be
 * executed. Immutable.
 */
final class TreeListing {
    private final SortedMap<String, String> marks;

    private TreeListing(SortedMap<String, String> marks) {
        this.marks = Collections.unmodifiableSortedMap(marks);
    }

    /** What must happen to make one tree another: paths to delete, deepest first, and paths to bring, parents first. */
    record Difference(List<String> delete, List<String> bring) {
        boolean isEmpty() {
            return delete.isEmpty() && bring.isEmpty();
        }
    }

    /** The listing of a tree as it is now; links are listed, never followed. */
    static TreeListing of(Path root) throws IOException {
        SortedMap<String, String> marks = new TreeMap<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (!folder.equals(root)) {
                    marks.put(name(root, folder), "d");
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isSymbolicLink()) {
                    marks.put(
                            name(root, file),
                            "l" + encode(Files.readSymbolicLink(file).toString()));
                } else if (attributes.isRegularFile()) {
                    marks.put(
                            name(root, file),
                            "f" + (Files.isExecutable(file) ? "x" : "-") + attributes.size() + ":"
                                    + attributes.lastModifiedTime().toMillis());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new TreeListing(marks);
    }

    /** The listing that {@link #text} wrote. */
    static TreeListing parse(String text) {
        SortedMap<String, String> marks = new TreeMap<>();
        text.lines().forEach(line -> {
            int space = line.indexOf(' ');
            marks.put(
                    new String(Base64.getDecoder().decode(line.substring(0, space)), StandardCharsets.UTF_8),
                    line.substring(space + 1));
        });
        return new TreeListing(marks);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        marks.forEach((path, mark) ->
                text.append(encode(path)).append(' ').append(mark).append('\n'));
        return text.toString();
    }

    /** How to get from this tree to the other. */
    Difference to(TreeListing other) {
        List<String> delete = new ArrayList<>();
        List<String> bring = new ArrayList<>();
        marks.forEach((path, mark) -> {
            String there = other.marks.get(path);
            if (there == null || there.charAt(0) != mark.charAt(0)) {
                delete.add(path);
            }
        });
        other.marks.forEach((path, mark) -> {
            if (!mark.equals(marks.get(path))) {
                bring.add(path);
            }
        });
        Collections.reverse(delete);
        return new Difference(delete, bring);
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString();
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }
}
