package io.jenkins.plugins.openfactory.evidence.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A bundle as a folder. Links are problems and never followed; empty folders do not count. */
public final class FolderFiles implements BundleFiles {
    private final Path root;
    /** Files by their names as text; a name that is no text can't be turned back into its file. */
    private final Map<String, Path> files = new TreeMap<>();

    public FolderFiles(Path root) {
        this.root = root;
    }

    @Override
    public Listing list() throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && files.putIfAbsent(name(file), file) == null) {
                    entries.add(new Entry(name(file), attributes.size()));
                } else if (attributes.isRegularFile()) {
                    problems.add(new Problem(name(file), "is there twice, as far as its name can be read"));
                } else {
                    problems.add(
                            new Problem(name(file), "is a link or a special file; a bundle holds plain files only"));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException why) {
                problems.add(new Problem(name(file), "can't be read: " + why.getMessage()));
                return FileVisitResult.CONTINUE;
            }
        });
        entries.sort(Comparator.comparing(Entry::path));
        return new Listing(entries, problems);
    }

    private String name(Path file) {
        return root.relativize(file).toString().replace(root.getFileSystem().getSeparator(), "/");
    }

    @Override
    public InputStream open(Entry entry) throws IOException {
        return Files.newInputStream(files.get(entry.path()), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() {}
}
