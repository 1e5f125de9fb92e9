package io.jenkins.plugins.openfactory.exec.sandbox;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.id.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The FULL tier: bubblewrap with every namespace, a read-only system, the workspace at {@code /workspace} and nothing
 * else of the machine. What each option closes is told in docs/execution.md.
 */
final class FullSandbox implements Sandbox {
    private final Path bubblewrap;
    private final Bubblewrap arguments;
    private final SandboxFiles files;
    private final StatusFiles statuses;
    private final SystemView system;
    private final Path filter;
    private final Tools tools;
    private final Path bridges;
    private final String java;
    private final Path relay;

    /** @param lockNamespaces whether this bubblewrap knows {@code --disable-userns} (0.8); the filter refuses them too */
    FullSandbox(Path bubblewrap, boolean lockNamespaces, Machine machine, SandboxFiles files, Tools tools) {
        this.bubblewrap = bubblewrap;
        this.arguments = new Bubblewrap(bubblewrap.toString(), lockNamespaces);
        this.files = files;
        this.statuses = new StatusFiles(files);
        this.tools = tools;
        this.filter = files.write(
                "full.bpf",
                SeccompFilter.build(SeccompFilter.Profile.FULL, machine.architecture())
                        .orElseThrow());
        this.system = new SystemView(machine, files);
        this.bridges = files.folder("bridge");
        this.java = machine.javaHome().resolve("bin/java").toString();
        this.relay = Relay.layOut(files);
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
        return Bubblewrap.WORKSPACE;
    }

    @Override
    public Launch prepare(SandboxedCommand command) throws IOException {
        StatusFiles.StatusFile status = statuses.take();
        Bridge bridge = new Bridge(bubblewrap, bridges, command.user());
        List<String> sandboxed = arguments.argv(furnished(command), system, bridge::source);
        List<String> argv = new ArrayList<>(tools.open(filter, status.path()));
        argv.addAll(bridge.prefix());
        argv.addAll(tools.dropTo(command.user()));
        argv.addAll(sandboxed);
        argv.addAll(tools.limit(command.limits()));
        argv.addAll(command.proxy().isPresent() ? Relay.start(java) : List.of());
        argv.addAll(command.argv());
        return new FullLaunch(List.copyOf(argv), status, statuses);
    }

    /** What a command sees of ours: planted files, and the relay where it has a way out. */
    private SandboxedCommand furnished(SandboxedCommand command) {
        List<SandboxedCommand.Cache> more = new ArrayList<>();
        command.plants().forEach((name, text) -> {
            Path file = files.writeOnce("planted-" + Sha256.hex(text).substring(0, 16), text);
            more.add(new SandboxedCommand.Cache(file, "~/" + name));
        });
        command.proxy().ifPresent(socket -> {
            more.add(new SandboxedCommand.Cache(relay, Relay.CLASSES));
            more.add(new SandboxedCommand.Cache(socket, Relay.SOCKET));
        });
        return command.withCaches(more);
    }

    /** Bubblewrap writes the command's exit code to a file of ours once the sandbox stands. */
    private record FullLaunch(List<String> argv, StatusFiles.StatusFile status, StatusFiles statuses)
            implements Launch {
        @Override
        public void started(Process process) {
            statuses.empty();
        }

        @Override
        public End end(int exitValue, String stderr) {
            String text = status.text();
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
            status.close();
        }
    }
}
