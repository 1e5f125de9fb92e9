package io.jenkins.plugins.openfactory.exec.sandbox;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.Kill;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.exec.Shell;
import io.jenkins.plugins.openfactory.id.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The FULL tier of another system. A script of ours starts bubblewrap there, watches the processes of the command, and
 * kills them at a limit or when somebody else has the workspace's turn.
 */
public final class LaunchedSandbox implements Sandbox {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CANARY = "a sandboxed command must not read this";
    private static final long PAGE = 4096;
    private static final long TICKS_PER_SECOND = 100;
    private static final String WEAKER = "and through a container's launcher only the FULL tier can be set up";

    private final Shell shell;
    private final LaunchedSystem system;
    private final Bubblewrap arguments;
    private final SystemView view;
    private final Tools tools;
    private final String filter;
    private final Map<String, String> pinned;
    private final AtomicInteger count = new AtomicInteger();

    private LaunchedSandbox(
            Shell shell, LaunchedSystem system, Bubblewrap arguments, byte[] filter, Map<String, String> pinned) {
        this.shell = shell;
        this.system = system;
        this.arguments = arguments;
        this.view = system.view();
        this.tools = system.tools();
        this.filter = shell.write("full.bpf", filter);
        this.pinned = Map.copyOf(pinned);
    }

    /**
     * Tries the sandbox out on that system.
     *
     * @param open whether the user that commands run under may work in workspaces there
     * @param pinned programs by path, each with the SHA-256 that it must have when it is started
     */
    public static SandboxProbe.Found find(
            Shell shell, LaunchedSystem system, boolean open, Map<String, String> pinned) {
        Optional<byte[]> filter = SeccompFilter.build(SeccompFilter.Profile.FULL, system.architecture());
        if (filter.isEmpty()) {
            return none(
                    system,
                    "there is no sandbox for '" + system.architecture() + "'",
                    "use an image for x86_64 or aarch64");
        }
        Optional<String> missing = system.missing();
        if (system.tool("bwrap").isEmpty()) {
            return none(
                    system,
                    "bubblewrap is not installed in the step's container, " + WEAKER,
                    "install the package bubblewrap in its image");
        }
        if (missing.isPresent()) {
            return none(
                    system,
                    "the program '" + missing.get() + "' is not installed in the step's container",
                    "install util-linux, coreutils and awk in its image");
        }
        if (!open) {
            return none(
                    system,
                    "user " + system.user().name() + " of the step's container can't write to workspaces",
                    "run the container under the agent's user");
        }
        return tryOut(shell, system, filter.get(), pinned);
    }

    private static SandboxProbe.Found tryOut(
            Shell shell, LaunchedSystem system, byte[] filter, Map<String, String> pinned) {
        String why = "";
        for (boolean lockNamespaces : new boolean[] {true, false}) {
            Bubblewrap arguments = new Bubblewrap(system.tool("bwrap").orElseThrow(), lockNamespaces);
            LaunchedSandbox sandbox = new LaunchedSandbox(shell, system, arguments, filter, pinned);
            Optional<String> wrong = sandbox.tryOut();
            if (wrong.isEmpty()) {
                return new SandboxProbe.Found(
                        Optional.of(sandbox),
                        SandboxProbe.report(
                                Tier.FULL,
                                "bubblewrap with every namespace, and seccomp, inside the step's container",
                                "",
                                system.user()));
            }
            why = wrong.get();
        }
        return none(
                system,
                "bubblewrap does not work in the step's container (" + why + "), " + WEAKER,
                "start it with user namespaces allowed, for instance with --security-opt seccomp=unconfined"
                        + " --security-opt systempaths=unconfined");
    }

    private static SandboxProbe.Found none(LaunchedSystem system, String detail, String mend) {
        return new SandboxProbe.Found(Optional.empty(), SandboxProbe.report(Tier.NONE, detail, mend, system.user()));
    }

    private Optional<String> tryOut() {
        String canary = shell.write("canary", CANARY.getBytes(StandardCharsets.UTF_8));
        Path nowhere = Path.of("/trial");
        SandboxedCommand command = new SandboxedCommand(
                List.of(system.tool("cat").orElseThrow(), "/proc/self/status", canary),
                nowhere,
                false,
                List.of(),
                nowhere,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of("LANG", "C.UTF-8"),
                Limits.defaults().withWallClock(Duration.ofSeconds(20)),
                false,
                system.user());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (Launch launch = prepare(command, shell.trial())) {
            Shell.Running running = shell.start(launch.argv(), out, err);
            OptionalInt code = running.await(PATIENCE);
            if (code.isEmpty()) {
                running.kill();
                return Optional.of("it did not answer within " + PATIENCE.toSeconds() + " s");
            }
            Launch.End end = launch.end(code.getAsInt(), err.toString(StandardCharsets.UTF_8));
            return SandboxProbe.weakness(end, out.toString(StandardCharsets.UTF_8), CANARY);
        } catch (IOException e) {
            return Optional.of("it can't be started: " + e.getMessage());
        }
    }

    @Override
    public Tier tier() {
        return Tier.FULL;
    }

    @Override
    public String profile() {
        return "bubblewrap-1-launched";
    }

    @Override
    public boolean intact() {
        return true;
    }

    /** Working trees are handed over there before each command. */
    @Override
    public boolean canShow(Path folder, SandboxUser user) {
        return true;
    }

    @Override
    public SandboxUser user(SandboxUser standard, Path workspace) {
        return system.user();
    }

    @Override
    public String workspaceSeenAs(Path workspace) {
        return Bubblewrap.WORKSPACE;
    }

    @Override
    public Launch prepare(SandboxedCommand command) {
        return prepare(command, shell.workspace(command.workspace()));
    }

    private Launch prepare(SandboxedCommand command, String workspace) {
        String id =
                "commands/" + ProcessHandle.current().pid() + "-" + System.nanoTime() + "-" + count.incrementAndGet();
        String input = shell.write(id + "/input", new byte[0]);
        // Whatever still runs in this workspace, started before an agent was lost, sees this and stops.
        String turn = "turns/" + Sha256.hex(workspace).substring(0, 16);
        String turnFile = shell.write(turn, (id + "\n").getBytes(StandardCharsets.UTF_8));
        List<String> argv = new ArrayList<>(tools.dropTo(command.user()));
        argv.addAll(arguments.argv(
                furnished(command),
                view,
                (folder, writable) -> folder.equals(command.workspace()) ? workspace : folder.toString()));
        argv.addAll(tools.limit(command.limits()));
        argv.addAll(command.argv());
        Limits limits = command.limits();
        String program = command.argv().get(0);
        StringBuilder script = new StringBuilder();
        set(script, "program", program);
        set(script, "hash", pinned.getOrDefault(program, ""));
        set(script, "filter", filter);
        set(script, "status", shell.path(id + "/status"));
        set(script, "why", shell.path(id + "/why"));
        set(script, "input", input);
        set(script, "turn", turnFile);
        set(script, "mine", id);
        set(script, "pages", Long.toString(limits.memoryBytes() / PAGE));
        set(script, "ticks", Long.toString(limits.cpu().toMillis() * TICKS_PER_SECOND / 1000));
        set(script, "tasks", Long.toString(limits.processes()));
        set(script, "seconds", Long.toString(Math.max(1, limits.wallClock().toSeconds())));
        script.append("set --");
        argv.forEach(word -> script.append(' ').append(quoted(word)));
        script.append('\n').append(new String(LaunchedSystem.script("guard.sh"), StandardCharsets.UTF_8));
        String file = shell.write(id + "/run.sh", script.toString().getBytes(StandardCharsets.UTF_8));
        return new Launched(shell, id, turn, List.of("/bin/sh", file));
    }

    private SandboxedCommand furnished(SandboxedCommand command) {
        List<SandboxedCommand.Cache> more = new ArrayList<>();
        command.plants().forEach((name, text) -> {
            String file = "planted-" + Sha256.hex(text).substring(0, 16);
            more.add(new SandboxedCommand.Cache(
                    Path.of(shell.write(file, text.getBytes(StandardCharsets.UTF_8))), "~/" + name));
        });
        return command.withCaches(more);
    }

    private static void set(StringBuilder script, String name, String value) {
        script.append(name).append('=').append(quoted(value)).append('\n');
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** One start there. */
    private record Launched(Shell shell, String id, String turn, List<String> argv) implements Launch {
        @Override
        public void input(byte[] stdin) {
            shell.write(id + "/input", stdin);
        }

        /** The script kills the command when it sees that its turn is over. */
        @Override
        public void kill() {
            shell.write(turn, "\n".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public End end(int exitValue, String stderr) {
            String why = shell.read(id + "/why").strip();
            if (why.startsWith("unset ")) {
                return new End.NotSetUp(why.substring("unset ".length()));
            }
            if (!why.isEmpty()) {
                return new End.Stopped(Kill.valueOf(why));
            }
            if (shell.read(id + "/status").contains("\"exit-code\"")) {
                return End.ofCode(exitValue);
            }
            return exitValue > 128
                    ? new End.Signalled(exitValue - 128)
                    : new End.NotSetUp(stderr.strip().lines().findFirst().orElse("bubblewrap ended with " + exitValue));
        }

        @Override
        public void close() {
            shell.delete(id);
        }
    }
}
