package io.jenkins.plugins.openfactory.git;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;

/** Files and folders that are on disk when a call returns. Stateless, so safe for any thread. */
final class Durable {
    private Durable() {}

    /** Replaces a file as a whole: whoever reads it sees the old or the new content, also after a crash. */
    static void write(Path file, byte[] content) throws IOException {
        Path next = Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName() + ".", ".new");
        try {
            try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(file.toAbsolutePath().getParent());
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /** Flushes a file's content, or a folder's list of names, where it exists. */
    static void sync(Path path) throws IOException {
        if (Files.exists(path)) {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Flushes a ref that was just written: its file, and every folder above it that may be new. */
    static void syncRef(Path gitDir, String ref) throws IOException {
        for (Path path = gitDir.resolve(ref); !path.equals(gitDir); path = path.getParent()) {
            sync(path);
        }
    }

    /**
     * Makes JGit flush the loose objects and refs that it writes from now on, before it gives them their names. Set in
     * memory only, because git warns about these keys where it reads them in a file.
     */
    static void demand(Repository repository) {
        StoredConfig config = repository.getConfig();
        for (String key : new String[] {"fsyncObjectFiles", "fsyncRefFiles"}) {
            if (!config.getBoolean("core", key, false)) {
                config.setBoolean("core", null, key, true);
            }
        }
    }
}
