package io.jenkins.plugins.openfactory.context;

import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A folder as it was when this was made; contents are read when asked for. Safe for any thread. */
final class FolderFiles implements SourceFiles {
    private static final long LARGEST = 16 << 20;

    private final Path root;
    private final Map<String, String> stamps = new TreeMap<>();

    FolderFiles(Path folder) {
        root = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(root)) {
            throw new UserError("The folder " + folder + " does not exist; name an existing one.");
        }
        try {
            Files.walkFileTree(root, new Visitor());
        } catch (IOException e) {
            throw new WorldFault("unreadable", "The folder " + folder + " can't be read: " + e.getMessage(), e);
        }
    }

    @Override
    public List<String> paths() {
        return List.copyOf(stamps.keySet());
    }

    @Override
    public Optional<byte[]> read(String path) {
        Path file = root.resolve(path);
        if (!stamps.containsKey(path) || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            boolean throughLink = !file.toRealPath().equals(root.toRealPath().resolve(path));
            return throughLink || Files.size(file) > LARGEST ? Optional.empty() : Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> contentId(String path) {
        return Optional.ofNullable(stamps.get(path)).map(stamp -> root + "/" + path + " " + stamp);
    }

    private String relative(Path path) {
        List<String> names = new ArrayList<>();
        root.relativize(path).forEach(name -> names.add(name.toString()));
        return String.join("/", names);
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final List<IgnoreRules> rules = new ArrayList<>();

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
            String path = relative(folder);
            if (!folder.equals(root)
                    && (folder.getFileName().toString().equals(".git") || IgnoreRules.ignored(rules, path, true))) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            Path ignore = folder.resolve(".gitignore");
            List<String> lines = Files.isRegularFile(ignore, LinkOption.NOFOLLOW_LINKS)
                    ? new String(Files.readAllBytes(ignore), StandardCharsets.UTF_8)
                            .lines()
                            .toList()
                    : Collections.emptyList();
            rules.add(IgnoreRules.parse(folder.equals(root) ? "" : path + "/", lines));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException e) {
            rules.remove(rules.size() - 1);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String path = relative(file);
            if (attributes.isRegularFile() && !IgnoreRules.ignored(rules, path, false)) {
                stamps.put(path, attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
