package io.jenkins.plugins.openfactory.exec.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What this machine offers to build a sandbox from. The {@code without} methods describe a poorer machine, for tests of
 * the lower tiers. Immutable, safe for any thread.
 *
 * @param userNamespaces false to act as if the kernel refused user namespaces; true lets the probe find out
 * @param landlock false to act as if the kernel had no Landlock; true lets the probe find out
 * @param javaHome the running Java, canonical
 */
public record Machine(
        SandboxUser user,
        Optional<Path> bubblewrap,
        boolean userNamespaces,
        boolean landlock,
        Path javaHome,
        String architecture) {
    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/bin"), Path.of("/bin"), Path.of("/usr/local/bin"), Path.of("/usr/sbin"));

    /** The machine that this process runs on. */
    public static Machine here() {
        return new Machine(
                SandboxUser.here(),
                tool("bwrap"),
                true,
                true,
                canonical(Path.of(System.getProperty("java.home"))),
                System.getProperty("os.name").equals("Linux") ? System.getProperty("os.arch") : "not linux");
    }

    public Machine withoutBubblewrap() {
        return new Machine(user, Optional.empty(), userNamespaces, landlock, javaHome, architecture);
    }

    public Machine withoutUserNamespaces() {
        return new Machine(user, bubblewrap, false, landlock, javaHome, architecture);
    }

    public Machine withoutLandlock() {
        return new Machine(user, bubblewrap, userNamespaces, false, javaHome, architecture);
    }

    /** The canonical path of one of the system's own tools. */
    static Optional<Path> tool(String name) {
        return FOLDERS.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .map(Machine::canonical)
                .findFirst();
    }

    static Path canonical(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path;
        }
    }
}
