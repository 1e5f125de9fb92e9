package io.jenkins.plugins.openfactory.exec.sandbox;

import io.jenkins.plugins.openfactory.exec.Shell;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What another system offers to build a sandbox from, as its own shell told. Immutable, safe for any thread. */
public final class LaunchedSystem {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> NEEDED =
            List.of("sh", "setpriv", "prlimit", "env", "awk", "cat", "sleep", "sha256sum", "stat", "readlink");
    private static final long NOBODY = 65534;

    private final Shell shell;
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, String> tools = new HashMap<>();
    private final Map<String, String> links = new HashMap<>();
    private final Set<String> existing = new HashSet<>();
    private final List<String> limits = new ArrayList<>();

    private LaunchedSystem(Shell shell, List<String> lines) {
        this.shell = shell;
        for (String line : lines) {
            String[] words = line.split(" ", 3);
            switch (words[0]) {
                case "tool" -> tools.put(words[1], words[2]);
                case "link" -> links.put(words[1], words[2]);
                case "folder" -> existing.add(words[1]);
                case "etc" -> existing.add("/etc/" + words[1]);
                case "limit" -> limits.add(line.substring("limit ".length()));
                default -> values.put(words[0], line.substring(Math.min(line.length(), words[0].length() + 1)));
            }
        }
    }

    /**
     * Looks at the system that a shell leads to.
     *
     * @throws WorldFault {@code shell_failed} where it does not answer like a system with a POSIX shell
     */
    public static LaunchedSystem look(Shell shell) {
        List<String> arguments = new ArrayList<>(List.of(shell.trial()));
        arguments.addAll(SystemView.etc());
        String said = run(shell, List.of("/bin/sh", shell.write("facts.sh", script("facts.sh"))), arguments);
        LaunchedSystem system = new LaunchedSystem(shell, said.lines().toList());
        if (!system.values.containsKey("uid") || !system.values.containsKey("machine")) {
            throw new WorldFault(
                    "shell_failed",
                    "The step's launcher does not start /bin/sh; use an image that has a POSIX shell, or take the"
                            + " container block away from the step.");
        }
        return system;
    }

    /** The user that commands run under there: its own, or as root the owner of workspaces, never root. */
    public SandboxUser user() {
        long uid = number("uid");
        if (uid != 0) {
            return new SandboxUser(uid, number("gid"), Long.toString(uid), false);
        }
        long owner = number("owner");
        return owner > 0
                ? new SandboxUser(owner, Math.max(1, number("group")), Long.toString(owner), true)
                : new SandboxUser(NOBODY, NOBODY, "nobody", true);
    }

    /** The Java that commands see there, canonical; a folder that does not exist where there is none. */
    public Path javaHome() {
        return Path.of(values.getOrDefault("java", "/usr/lib/jvm/none"));
    }

    /** What a runner needs to know of it. */
    public Machine machine() {
        return new Machine(user(), Optional.empty(), true, false, javaHome(), architecture());
    }

    String architecture() {
        return values.get("machine");
    }

    Optional<String> tool(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    /** A program that sandboxes need and that is not there. */
    Optional<String> missing() {
        return NEEDED.stream().filter(name -> !tools.containsKey(name)).findFirst();
    }

    Tools tools() {
        return new Tools(
                Path.of(tools.get("sh")), Path.of(tools.get("setpriv")), Path.of(tools.get("prlimit")), limits);
    }

    /** What commands see of the system. */
    SystemView view() {
        return new SystemView(javaHome(), new SystemView.Facts() {
            @Override
            public Optional<String> link(String path) {
                return Optional.ofNullable(links.get(path));
            }

            @Override
            public boolean exists(String path) {
                return existing.contains(path) || path.equals(values.get("java"));
            }

            @Override
            public List<String> javaFolders() {
                return existing.stream()
                        .filter(path -> path.startsWith("/etc/java"))
                        .toList();
            }

            @Override
            public String write(String name, String content) {
                return shell.write("etc/" + name, content.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /**
     * Runs one of our scripts as the user that commands run under, and returns the lines that it says.
     *
     * @param name of the script
     */
    public List<String> ask(String name, List<String> arguments) {
        List<String> start = new ArrayList<>();
        if (user().drop()) {
            tool("setpriv").ifPresent(setpriv -> start.addAll(tools().dropTo(user())));
        }
        start.addAll(List.of("/bin/sh", shell.write(name, script(name))));
        return run(shell, start, arguments).lines().toList();
    }

    private long number(String name) {
        try {
            return Long.parseLong(values.getOrDefault(name, "0").strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static String run(Shell shell, List<String> start, List<String> arguments) {
        List<String> argv = new ArrayList<>(start);
        argv.addAll(arguments);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try {
            Shell.Running running = shell.start(argv, out, err);
            OptionalInt code = running.await(PATIENCE);
            if (code.isEmpty()) {
                running.kill();
                throw new WorldFault(
                        "shell_failed",
                        "The step's launcher did not answer within " + PATIENCE.toSeconds() + " s; try again.");
            }
        } catch (IOException e) {
            throw new WorldFault("shell_failed", "The step's launcher can't start /bin/sh: " + e.getMessage() + ".", e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    static byte[] script(String name) {
        try (InputStream in = Shell.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the build lacks the script " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
