package io.jenkins.plugins.openfactory.jenkins.exec;

import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.openfactory.jenkins.config.PluginLoader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import jenkins.MasterToSlaveFileCallable;

/** What the agent does with its copy of a working tree, in the folder that holds {@code tree}. */
final class TreeWork extends MasterToSlaveFileCallable<String> {
    private static final long serialVersionUID = 1;

    private enum What {
        LIST,
        APPLY,
        TRIAL,
        COLLECT,
        TIDY
    }

    private final What what;
    private final String before;

    private TreeWork(What what, String before) {
        this.what = what;
        this.before = before;
    }

    /** The listing of the tree; empty where there is none. */
    static TreeWork list() {
        return new TreeWork(What.LIST, "");
    }

    /** Applies {@code in.bin} and hands the tree to the user that commands run under. */
    static TreeWork apply() {
        return new TreeWork(What.APPLY, "");
    }

    /** Makes an empty tree and hands it to the user that commands run under. */
    static TreeWork trial() {
        return new TreeWork(What.TRIAL, "");
    }

    /** Writes what changed since a listing to {@code out.bin}. */
    static TreeWork collect(TreeListing before) {
        return new TreeWork(What.COLLECT, before.text());
    }

    /** Deletes the folder itself where nothing is in it. */
    static TreeWork tidy() {
        return new TreeWork(What.TIDY, "");
    }

    @Override
    public String invoke(File folder, VirtualChannel channel) throws IOException {
        Path tree = folder.toPath().resolve("tree");
        switch (what) {
            case LIST -> {
                return Files.isDirectory(tree) ? TreeListing.of(tree).text() : "";
            }
            case APPLY -> {
                Files.createDirectories(tree);
                Path in = folder.toPath().resolve("in.bin");
                try (InputStream stream = Files.newInputStream(in)) {
                    TreeStream.read(stream, tree);
                }
                Files.delete(in);
                adopt(tree);
                return "";
            }
            case TRIAL -> {
                Files.createDirectories(tree);
                adopt(tree);
                return "";
            }
            case TIDY -> {
                try {
                    Files.deleteIfExists(folder.toPath());
                } catch (DirectoryNotEmptyException e) {
                    // Another run works in it.
                }
                return "";
            }
            default -> {
                TreeListing now = TreeListing.of(tree);
                TreeStream.write(
                        tree, TreeListing.parse(before).to(now), folder.toPath().resolve("out.bin"));
                return "";
            }
        }
    }

    private static void adopt(Path tree) {
        PluginLoader.with(() -> {
            NodeRunners.here(
                            new AgentOrder(Optional.empty(), "reduced", false),
                            Optional.empty(),
                            (run, record) -> 0,
                            Clock.systemUTC())
                    .adopt(tree);
            return tree;
        });
    }
}
