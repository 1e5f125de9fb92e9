package io.jenkins.plugins.openfactory.exec.sandbox;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.exec.SandboxReport;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Finds the strongest sandbox that really works on a machine, by running a command in it. Safe for any thread. */
public final class SandboxProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String CANARY = "a sandboxed command must not read this";
    private static final List<String> CONTAINER_SOCKETS = List.of(
            "/var/run/docker.sock",
            "/run/docker.sock",
            "/run/podman/podman.sock",
            "/run/containerd/containerd.sock",
            "/run/crio/crio.sock",
            "/run/buildkit/buildkitd.sock");

    private static final List<Switch> SWITCHES = List.of(
            new Switch("user.max_user_namespaces", "0", "15000"),
            new Switch("kernel.unprivileged_userns_clone", "0", "1"),
            new Switch("kernel.apparmor_restrict_unprivileged_userns", "1", "0"));
    private static final Map<Machine, Found> WORKING = new ConcurrentHashMap<>();

    private final Machine machine;

    public SandboxProbe(Machine machine) {
        this.machine = machine;
    }

    /**
     * What was found.
     *
     * @param sandbox empty at tier NONE
     */
    public record Found(Optional<Sandbox> sandbox, SandboxReport report) {}

    /**
     * Tries the tiers from the strongest on, which takes up to some seconds. A sandbox that works is remembered for the
     * life of the process; what is missing is looked for again each time.
     */
    public Found find() {
        Found known = WORKING.get(machine);
        if (known != null && known.sandbox().orElseThrow().intact()) {
            return known;
        }
        Found found = probe();
        if (found.sandbox().isPresent()) {
            WORKING.put(machine, found);
        }
        return found;
    }

    private Found probe() {
        if (SeccompFilter.build(SeccompFilter.Profile.FULL, machine.architecture())
                .isEmpty()) {
            return none(
                    "there is no sandbox for '" + machine.architecture() + "'",
                    "run the commands on Linux on x86_64 or aarch64");
        }
        try {
            SandboxFiles files = SandboxFiles.create(machine.user());
            Tools tools = Tools.find();
            Optional<String> notFull = missingForFull();
            if (notFull.isEmpty()) {
                for (boolean lockNamespaces : new boolean[] {true, false}) {
                    Sandbox full =
                            new FullSandbox(machine.bubblewrap().orElseThrow(), lockNamespaces, machine, files, tools);
                    notFull = tryOut(full, files);
                    if (notFull.isEmpty()) {
                        return found(full, "bubblewrap with every namespace, and seccomp", "");
                    }
                }
            }
            return reduced(notFull.get(), files, tools);
        } catch (WorldFault e) {
            return none(e.getMessage(), mend());
        }
    }

    private Found reduced(String notFull, SandboxFiles files, Tools tools) {
        Optional<String> notReduced = missingForReduced();
        if (notReduced.isEmpty()) {
            Sandbox reduced = new ReducedSandbox(machine, files, tools);
            notReduced = tryOut(reduced, files);
            if (notReduced.isEmpty()) {
                return found(reduced, "Landlock and seccomp, because " + notFull, mend());
            }
        }
        return none(notFull + ", and " + notReduced.get(), mend());
    }

    private Optional<String> missingForFull() {
        if (machine.bubblewrap().isEmpty()) {
            return Optional.of("bubblewrap is not installed");
        }
        return machine.userNamespaces() ? Optional.empty() : Optional.of("the kernel allows no user namespaces");
    }

    private Optional<String> missingForReduced() {
        if (!machine.landlock()) {
            return Optional.of("the kernel has no Landlock");
        }
        return CONTAINER_SOCKETS.stream()
                .filter(socket -> Files.exists(Path.of(socket))
                        && machine.user().canReach(Path.of(socket).getParent())
                        && machine.user().canWrite(Path.of(socket)))
                .findFirst()
                .map(socket -> "the container socket '" + socket + "' is open to user "
                        + machine.user().name());
    }

    private String mend() {
        if (machine.bubblewrap().isEmpty()) {
            return "install bubblewrap: apt-get install bubblewrap";
        }
        for (Switch known : SWITCHES) {
            if (known.isOff()) {
                return "allow unprivileged user namespaces: sysctl -w " + known.name() + "=" + known.on();
            }
        }
        return "allow unprivileged user namespaces (sysctl user.max_user_namespaces; in a container, seccomp and AppArmor"
                + " profiles that permit them)";
    }

    /** A setting of the kernel that can forbid user namespaces. */
    private record Switch(String name, String off, String on) {
        boolean isOff() {
            try {
                Path file = Path.of("/proc/sys", name.replace('.', '/'));
                return Files.readString(file).strip().equals(off);
            } catch (IOException e) {
                return false;
            }
        }
    }

    private Found found(Sandbox sandbox, String detail, String mend) {
        return new Found(Optional.of(sandbox), report(sandbox.tier(), detail, mend, machine.user()));
    }

    private Found none(String detail, String mend) {
        return new Found(Optional.empty(), report(Tier.NONE, detail, mend, machine.user()));
    }

    static SandboxReport report(Tier tier, String detail, String mend, SandboxUser user) {
        return new SandboxReport(tier, detail, mend, user.uid());
    }

    /** Runs a command that shows its own confinement; what is wrong with it, or empty. */
    private Optional<String> tryOut(Sandbox sandbox, SandboxFiles files) {
        try {
            Path workspace = files.folder("probe");
            Path canary = files.write("canary", CANARY);
            Path cat = Machine.tool("cat")
                    .orElseThrow(() -> new WorldFault("tool_missing", "There is no program 'cat'; install coreutils."));
            SandboxedCommand command = new SandboxedCommand(
                    List.of(cat.toString(), "/proc/self/status", canary.toString()),
                    workspace,
                    false,
                    List.of(),
                    workspace,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of(),
                    Map.of("LANG", "C.UTF-8"),
                    Limits.defaults(),
                    false,
                    machine.user());
            try (Launch launch = sandbox.prepare(command)) {
                return judge(launch);
            }
        } catch (IOException e) {
            return Optional.of("the sandbox could not be tried out: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("trying out the sandbox was interrupted");
        }
    }

    private static Optional<String> judge(Launch launch) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(launch.argv()).directory(new File("/"));
        builder.environment().clear();
        Process process = Spawner.start(builder);
        launch.started(process);
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            launch.kill(process);
            return Optional.of("the sandbox did not answer within " + PATIENCE.toSeconds() + " s");
        }
        String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String stderr = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        Launch.End end = launch.end(process.exitValue(), stderr);
        return weakness(end, stdout, CANARY);
    }

    /**
     * What is wrong with a sandbox that ran {@code cat /proc/self/status CANARY}, or empty.
     *
     * @param canary the text of a file that commands must not reach
     */
    static Optional<String> weakness(Launch.End end, String stdout, String canary) {
        if (end instanceof Launch.End.NotSetUp failed) {
            return Optional.of(failed.reason());
        }
        boolean confined = end.equals(new Launch.End.Exited(1))
                && !stdout.contains(canary)
                && stdout.contains("NoNewPrivs:\t1")
                && stdout.contains("Seccomp:\t2")
                && stdout.contains("CapEff:\t0000000000000000")
                && !stdout.contains("Uid:\t0\t");
        return confined
                ? Optional.empty()
                : Optional.of("the sandbox started but did not confine its command (" + end + ")");
    }
}
