package io.jenkins.plugins.openfactory.exec.sandbox;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The FULL tier: bubblewrap with every namespace, a read-only system, the workspace at {@code /workspace} and nothing
 * else of the machine. What each option closes is told in docs/execution.md.
 */
final class FullSandbox implements Sandbox {
    static final String HOME = "/home/build";
    private static final String WORKSPACE = "/workspace";

    private final Path bubblewrap;
    private final boolean lockNamespaces;
    private final SandboxFiles files;
    private final SystemView system;
    private final Path filter;
    private final Tools tools;
    private final Path bridges;

    /** @param lockNamespaces whether this bubblewrap knows {@code --disable-userns} (0.8); the filter refuses them too */
    FullSandbox(Path bubblewrap, boolean lockNamespaces, Machine machine, SandboxFiles files, Tools tools) {
        this.bubblewrap = bubblewrap;
        this.lockNamespaces = lockNamespaces;
        this.files = files;
        this.tools = tools;
        this.filter = files.write(
                "full.bpf",
                SeccompFilter.build(SeccompFilter.Profile.FULL, machine.architecture())
                        .orElseThrow());
        this.system = new SystemView(machine, files);
        this.bridges = files.folder("bridge");
    }

    @Override
    public Tier tier() {
        return Tier.FULL;
    }

    @Override
    public String profile() {
        return "bubblewrap-1";
    }

    @Override
    public boolean intact() {
        return files.intact();
    }

    @Override
    public boolean canShow(Path folder, SandboxUser user) {
        return user.drop() ? user.canOpen(folder) : user.canReach(folder);
    }

    @Override
    public String workspaceSeenAs(Path workspace) {
        return WORKSPACE;
    }

    @Override
    public Launch prepare(SandboxedCommand command) throws IOException {
        Path status = files.privateFile();
        Bridge bridge = new Bridge(bubblewrap, bridges, command.user());
        List<String> sandboxed = bubblewrap(command, bridge);
        List<String> argv = new ArrayList<>(tools.open(filter, status));
        argv.addAll(bridge.prefix());
        argv.addAll(tools.dropTo(command.user()));
        argv.addAll(sandboxed);
        argv.addAll(tools.limit(command.limits()));
        argv.addAll(command.argv());
        return new FullLaunch(List.copyOf(argv), status);
    }

    private List<String> bubblewrap(SandboxedCommand command, Bridge bridge) {
        List<String> argv = new ArrayList<>(List.of(bubblewrap.toString(), "--unshare-user", "--unshare-pid"));
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
        argv.addAll(List.of("--perms", "0755", "--size", size, "--tmpfs", HOME));
        argv.addAll(system.mounts(command.hostNetwork()));
        command.readable().forEach(folder -> argv.addAll(bind("--ro-bind", folder, folder.toString(), bridge)));
        for (SandboxedCommand.Cache cache : command.caches()) {
            argv.addAll(bind("--ro-bind", cache.host(), cache.inside().replaceFirst("^~", HOME), bridge));
        }
        workspace(command, bridge, argv);
        argv.addAll(List.of("--remount-ro", "/dev", "--remount-ro", "/", "--clearenv"));
        environment(command).forEach((name, value) -> argv.addAll(List.of("--setenv", name, value)));
        argv.addAll(List.of("--chdir", inside(command), "--seccomp", "9", "--json-status-fd", "8", "--"));
        return argv;
    }

    private static void workspace(SandboxedCommand command, Bridge bridge, List<String> argv) {
        List<String> bind = bind(command.writable() ? "--bind" : "--ro-bind", command.workspace(), WORKSPACE, bridge);
        argv.addAll(bind);
        if (command.writable()) {
            for (Path file : command.frozen()) {
                String relative = "/" + command.workspace().relativize(file);
                argv.addAll(List.of("--ro-bind", bind.get(1) + relative, WORKSPACE + relative));
            }
        }
    }

    private static List<String> bind(String how, Path source, String seenAs, Bridge bridge) {
        return List.of(how, bridge.source(source, how.equals("--bind")), seenAs);
    }

    private static String inside(SandboxedCommand command) {
        String relative = command.workspace().relativize(command.cwd()).toString();
        return relative.isEmpty() ? WORKSPACE : WORKSPACE + "/" + relative;
    }

    private Map<String, String> environment(SandboxedCommand command) {
        Map<String, String> variables = new TreeMap<>(command.environment());
        variables.put("PATH", system.path());
        variables.put("HOME", HOME);
        variables.put("TMPDIR", "/tmp");
        return variables;
    }

    /** Bubblewrap writes the command's exit code to a file of ours once the sandbox stands. */
    private record FullLaunch(List<String> argv, Path status) implements Launch {
        @Override
        public void kill(Process process) {
            process.destroyForcibly();
        }

        @Override
        public End end(int exitValue, String stderr) {
            String text;
            try {
                text = Files.readString(status);
            } catch (IOException e) {
                text = "";
            }
            if (text.contains("\"exit-code\"")) {
                return End.ofCode(exitValue);
            }
            if (exitValue > 128) {
                return new End.Signalled(exitValue - 128);
            }
            return new End.NotSetUp(stderr.strip().lines().findFirst().orElse("bubblewrap ended with " + exitValue));
        }

        @Override
        public void close() {
            status.toFile().delete();
        }
    }
}
