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

/** A bundle as a folder. Links are problems and never followed; empty folders do not count. */
public final class FolderFiles implements BundleFiles {
    private final Path root;

    public FolderFiles(Path root) {
        this.root = root;
    }

    @Override
    public Listing list() throws IOException {
        List<Entry> files = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()) {
                    files.add(new Entry(name(file), attributes.size()));
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
        files.sort(Comparator.comparing(Entry::path));
        return new Listing(files, problems);
    }

    private String name(Path file) {
        return root.relativize(file).toString().replace(root.getFileSystem().getSeparator(), "/");
    }

    @Override
    public InputStream open(Entry entry) throws IOException {
        return Files.newInputStream(root.resolve(entry.path()), LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void close() {}
}
