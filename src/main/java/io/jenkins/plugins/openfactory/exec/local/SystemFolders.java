package io.jenkins.plugins.openfactory.exec.local;

import java.nio.file.Path;
import java.util.List;

/** Folders that are never a workspace, whoever names them. */
final class SystemFolders {
    private static final List<Path> WHOLE = List.of(
            Path.of("/usr"),
            Path.of("/etc"),
            Path.of("/proc"),
            Path.of("/sys"),
            Path.of("/dev"),
            Path.of("/boot"),
            Path.of("/bin"),
            Path.of("/sbin"),
            Path.of("/lib"));
    private static final List<Path> AT_THE_TOP = List.of(
            Path.of("/var"), Path.of("/run"), Path.of("/home"), Path.of("/root"), Path.of("/opt"), Path.of("/tmp"));

    private SystemFolders() {}

    /** Whether a canonical path is one of the system's folders, lies in one, or contains one. */
    static boolean contain(Path path) {
        return WHOLE.stream().anyMatch(folder -> path.startsWith(folder) || folder.startsWith(path))
                || AT_THE_TOP.stream().anyMatch(folder -> folder.startsWith(path));
    }
}
