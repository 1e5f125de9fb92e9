package io.jenkins.plugins.openfactory.artifact;

import io.jenkins.plugins.openfactory.id.Sha256;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Artifacts as files under one folder. A file appears under its name whole and on disk, or not at all. Links are never
 * followed: a link below the folder is an error. Safe for any thread and for several processes.
 */
public final class FolderArtifactStore implements ArtifactStore {
    /** Where files are while they are written; never an artifact. */
    private static final String PARTIAL = ".partial";

    private static final Duration STALE = Duration.ofDays(1);

    private final Path root;
    private final Set<Path> kept = ConcurrentHashMap.newKeySet();

    /** @param root the folder, made on the first write */
    public FolderArtifactStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public Artifact put(String path, byte[] content) throws IOException {
        Path target = resolve(path);
        Artifact artifact = new Artifact(path, content.length, Sha256.hex(content));
        if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
                && Files.size(target) == content.length
                && Sha256.hex(target).equals(artifact.sha256())) {
            flushFolder(target.getParent());
            keepFolders(target.getParent());
            return artifact;
        }
        makeRoot(root);
        Files.createDirectories(target.getParent());
        Path partial = partialFolder().resolve(UUID.randomUUID().toString());
        boolean moved = false;
        try {
            try (FileOutputStream out = new FileOutputStream(partial.toFile())) {
                out.write(content);
                out.getFD().sync();
            }
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            moved = true;
        } finally {
            if (!moved) {
                Files.deleteIfExists(partial);
            }
        }
        flushFolder(target.getParent());
        keepFolders(target.getParent());
        return artifact;
    }

    @Override
    public Optional<byte[]> get(String path) throws IOException {
        Path file = resolve(path);
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    @Override
    public List<Artifact> list() throws IOException {
        List<Artifact> found = new ArrayList<>();
        if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
            return found;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return folder.equals(root.resolve(PARTIAL)) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!attributes.isRegularFile()) {
                    throw new IOException("the artifact " + file
                            + " is a link or a special file; remove it: only files are artifacts");
                }
                String name = root.relativize(file).toString().replace('\\', '/');
                found.add(new Artifact(name, attributes.size(), Sha256.hex(file)));
                return FileVisitResult.CONTINUE;
            }
        });
        found.sort(Comparator.comparing(Artifact::path));
        return List.copyOf(found);
    }

    @Override
    public void sweep() throws IOException {
        Path folder = root.resolve(PARTIAL);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Path resolve(String path) throws IOException {
        ArtifactPath.require(path);
        Path at = root;
        for (String name : path.split("/")) {
            at = at.resolve(name);
            Optional<BasicFileAttributes> there = attributes(at);
            if (there.map(BasicFileAttributes::isSymbolicLink).orElse(false)) {
                throw new IOException("the artifact path " + path + " leads over the link " + at + "; remove the link");
            }
            if (!there.map(BasicFileAttributes::isDirectory).orElse(false)) {
                return root.resolve(path);
            }
        }
        throw new IOException("the artifact path " + path + " names a folder; name a file");
    }

    /** What is there, links themselves; empty where there is nothing. */
    private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes a folder's own entry durable, and those of the folders above it. Each once: who made it may have been killed,
     * or be another thread that has not come so far. It is done after the file was flushed, because a file system with a
     * journal has written most of it then.
     */
    private void keepFolders(Path folder) throws IOException {
        if (!folder.equals(root) && !kept.contains(folder)) {
            flushFolder(folder.getParent());
            keepFolders(folder.getParent());
            kept.add(folder);
        }
    }

    private static void makeRoot(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            makeRoot(folder.getParent());
            Files.createDirectories(folder);
            flushFolder(folder.getParent());
        }
    }

    private Path partialFolder() throws IOException {
        Path folder = root.resolve(PARTIAL);
        Files.createDirectories(folder);
        Instant bound = Instant.now().minus(STALE);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                removeIfOlder(file, bound);
            }
        }
        return folder;
    }

    /** A killed process leaves its partial file behind; those of live ones are young. */
    private static void removeIfOlder(Path file, Instant bound) throws IOException {
        try {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(bound)) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // Its writer has just renamed it.
        }
    }

    /** Flushes a folder's entries where folders can be flushed, also in a thread that is being interrupted. */
    private static void flushFolder(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        boolean interrupted = false;
        try {
            while (true) {
                interrupted |= Thread.interrupted();
                try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                    channel.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
