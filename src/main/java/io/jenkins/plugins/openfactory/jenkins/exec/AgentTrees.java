package io.jenkins.plugins.openfactory.jenkins.exec;

import hudson.FilePath;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Working trees on an agent that equal the controller's. Before a command only what differs goes there, after it only
 * what it changed comes back. Safe for any thread; one tree is used by one thread at a time.
 */
final class AgentTrees {
    private final FilePath folder;
    private final Map<Path, Object> locks = new ConcurrentHashMap<>();

    AgentTrees(FilePath folder) {
        this.folder = folder;
    }

    /** Does something with the agent's copy of a tree and brings back what it changed. */
    <T> T with(Path workspace, Function<FilePath, T> work) {
        synchronized (locks.computeIfAbsent(workspace, key -> new Object())) {
            FilePath copy = copy(workspace);
            try {
                TreeListing before = push(workspace, copy);
                T done = work.apply(copy.child("tree"));
                pull(workspace, copy, before);
                return done;
            } catch (IOException e) {
                throw Lost.of(folder, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RunCancelledException();
            }
        }
    }

    /** Where the copy of a tree is, whether it is there yet or not. */
    FilePath tree(Path workspace) {
        return copy(workspace).child("tree");
    }

    private FilePath copy(Path workspace) {
        return folder.child(Sha256.hex(workspace.toString()).substring(0, 12) + "-" + workspace.getFileName());
    }

    /** Deletes every copy, and the folder of all runs where this was the last one. */
    void delete() {
        try {
            folder.deleteRecursive();
            folder.getParent().act(TreeWork.tidy());
        } catch (IOException e) {
            System.getLogger(AgentTrees.class.getName())
                    .log(System.Logger.Level.INFO, "the working trees " + folder.getRemote() + " stay on the agent", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TreeListing push(Path workspace, FilePath copy) throws IOException, InterruptedException {
        TreeListing here = TreeListing.of(workspace);
        TreeListing there = TreeListing.parse(copy.act(TreeWork.list()));
        TreeListing.Difference difference = there.to(here);
        if (!difference.isEmpty()) {
            Path file = Files.createTempFile("openfactory-tree", ".bin");
            try {
                TreeStream.write(workspace, difference, file);
                copy.mkdirs();
                try (InputStream in = Files.newInputStream(file)) {
                    copy.child("in.bin").copyFrom(in);
                }
                copy.act(TreeWork.apply());
            } finally {
                Files.delete(file);
            }
        }
        return here;
    }

    private void pull(Path workspace, FilePath copy, TreeListing before) throws IOException, InterruptedException {
        TreeListing there = TreeListing.parse(copy.act(TreeWork.list()));
        TreeListing.Difference difference = before.to(there);
        if (difference.isEmpty()) {
            return;
        }
        copy.act(TreeWork.collect(before));
        Path file = Files.createTempFile("openfactory-tree", ".bin");
        try {
            // All of it first: an agent that goes away in the middle must leave our tree as it was.
            try (InputStream in = copy.child("out.bin").read()) {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            }
            try (InputStream in = Files.newInputStream(file)) {
                TreeStream.read(in, workspace);
            }
        } finally {
            Files.delete(file);
        }
    }
}
