package io.jenkins.plugins.openfactory.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lays out git directories by hand, so that doing it again after a crash changes nothing. Stateless. */
final class GitFolder {
    private static final String BARE = String.join(
            "\n",
            "[core]",
            "\trepositoryformatversion = 0",
            "\tfilemode = true",
            "\tbare = true",
            "\tlogAllRefUpdates = false",
            "[diff]",
            "\talgorithm = histogram",
            "[gc]",
            "\tauto = 0",
            "[receive]",
            "\tautogc = false",
            "\tunpackLimit = 1",
            "[transfer]",
            "\tunpackLimit = 1",
            "");
    // Comes before every .gitattributes, so that nothing changes a file's bytes on the way into a working tree.
    private static final String ATTRIBUTES = "* -text -eol -crlf -ident -filter -working-tree-encoding\n";

    private GitFolder() {}

    /** Makes a bare repository where there is none. */
    static void bare(Path gitDir) throws IOException {
        if (!Files.exists(gitDir.resolve("HEAD"))) {
            folders(gitDir);
            once(gitDir.resolve("config"), BARE);
            once(gitDir.resolve("HEAD"), "ref: refs/heads/main\n");
        }
    }

    /** Makes the git directory of one working tree: its own head and index, no filters, stat data that a chown keeps. */
    static void workingTree(Path gitDir, String commit) throws IOException {
        folders(gitDir);
        Files.writeString(gitDir.resolve("HEAD"), commit + "\n");
        Files.writeString(
                gitDir.resolve("config"),
                String.join(
                        "\n",
                        "[core]",
                        "\trepositoryformatversion = 0",
                        "\tfilemode = true",
                        "\tbare = false",
                        "\tsymlinks = true",
                        "\tautocrlf = false",
                        "\thooksPath = /dev/null",
                        "\tfsmonitor = false",
                        "\ttrustctime = false",
                        "\tcheckStat = minimal",
                        "[gc]",
                        "\tauto = 0",
                        "[submodule]",
                        "\trecurse = false",
                        ""));
        Files.writeString(gitDir.resolve("info").resolve("attributes"), ATTRIBUTES, StandardCharsets.US_ASCII);
    }

    private static void folders(Path gitDir) throws IOException {
        for (String folder : new String[] {"objects/pack", "objects/info", "refs/heads", "info"}) {
            Files.createDirectories(gitDir.resolve(folder));
        }
    }

    private static void once(Path file, String text) throws IOException {
        if (!Files.exists(file)) {
            Durable.write(file, text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
