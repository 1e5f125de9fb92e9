package io.jenkins.plugins.openfactory.exec.sandbox;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The argument list that confines a command with bubblewrap. What each option closes is told in docs/execution.md.
 *
 * @param program the path of bubblewrap
 * @param lockNamespaces whether it knows {@code --disable-userns} (0.8)
 */
record Bubblewrap(String program, boolean lockNamespaces) {
    static final String HOME = "/home/build";
    static final String WORKSPACE = "/workspace";

    /** Folders of a cache that tools write to while they only use it; each command gets them empty. */
    private static final List<String> SCRATCH = List.of(".cache", ".vite", ".vite-temp");

    /** Where the sandbox finds a folder that a command is given. */
    @FunctionalInterface
    interface Sources {
        String source(Path folder, boolean writable);
    }

    /** The list up to and with {@code --}; the filter is read from descriptor 9, the status goes to descriptor 8. */
    List<String> argv(SandboxedCommand command, SystemView system, Sources sources) {
        List<String> argv = new ArrayList<>(List.of(program, "--unshare-user", "--unshare-pid"));
        argv.addAll(List.of("--uid", SystemView.USER, "--gid", SystemView.USER));
        argv.addAll(List.of("--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"));
        if (!command.hostNetwork()) {
            argv.add("--unshare-net");
        }
        if (lockNamespaces) {
            argv.add("--disable-userns");
        }
        argv.addAll(List.of("--die-with-parent", "--new-session", "--cap-drop", "ALL"));
        argv.addAll(List.of("--hostname", "sandbox", "--proc", "/proc", "--dev", "/dev"));
        String size = Long.toString(Math.max(command.limits().memoryBytes() / 4, 1 << 20));
        for (String folder : List.of("/dev/shm", "/tmp")) {
            argv.addAll(List.of("--perms", "1777", "--size", size, "--tmpfs", folder));
        }
        home(command, size, sources, argv);
        argv.addAll(system.mounts(command.hostNetwork()));
        command.readable().forEach(folder -> argv.addAll(bind("--ro-bind", folder, folder.toString(), sources)));
        workspace(command, sources, argv);
        command.caches().forEach(cache -> cache(cache, size, sources, argv));
        argv.addAll(List.of("--remount-ro", "/dev", "--remount-ro", "/", "--clearenv"));
        environment(command, system).forEach((name, value) -> argv.addAll(List.of("--setenv", name, value)));
        argv.addAll(List.of("--chdir", inside(command), "--seccomp", "9", "--json-status-fd", "8", "--"));
        return argv;
    }

    private static void home(SandboxedCommand command, String size, Sources sources, List<String> argv) {
        if (command.home().isPresent()) {
            argv.addAll(bind("--bind", command.home().get(), HOME, sources));
        } else {
            argv.addAll(List.of("--perms", "0755", "--size", size, "--tmpfs", HOME));
        }
    }

    private static void cache(SandboxedCommand.Cache cache, String size, Sources sources, List<String> argv) {
        String inside = cache.inside().replaceFirst("^~", HOME);
        argv.addAll(bind(cache.writable() ? "--bind" : "--ro-bind", cache.host(), inside, sources));
        if (!cache.writable()) {
            for (String name : SCRATCH) {
                if (Files.isDirectory(cache.host().resolve(name), LinkOption.NOFOLLOW_LINKS)) {
                    argv.addAll(List.of("--perms", "0755", "--size", size, "--tmpfs", inside + "/" + name));
                }
            }
        }
    }

    private static void workspace(SandboxedCommand command, Sources sources, List<String> argv) {
        List<String> bind = bind(command.writable() ? "--bind" : "--ro-bind", command.workspace(), WORKSPACE, sources);
        argv.addAll(bind);
        if (command.writable()) {
            for (Path file : command.frozen()) {
                String relative = "/" + command.workspace().relativize(file);
                argv.addAll(List.of("--ro-bind", bind.get(1) + relative, WORKSPACE + relative));
            }
        }
    }

    private static List<String> bind(String how, Path folder, String seenAs, Sources sources) {
        return List.of(how, sources.source(folder, how.equals("--bind")), seenAs);
    }

    private static String inside(SandboxedCommand command) {
        String relative = command.workspace().relativize(command.cwd()).toString();
        return relative.isEmpty() ? WORKSPACE : WORKSPACE + "/" + relative;
    }

    private static Map<String, String> environment(SandboxedCommand command, SystemView system) {
        Map<String, String> variables = new TreeMap<>(command.environment());
        variables.put("PATH", system.path());
        variables.put("HOME", HOME);
        variables.put("TMPDIR", "/tmp");
        return variables;
    }
}
