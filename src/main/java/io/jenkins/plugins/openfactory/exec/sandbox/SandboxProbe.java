package io.jenkins.plugins.openfactory.exec.sandbox;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.exec.SandboxReport;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Finds the strongest sandbox that really works on a machine, by running a command in it. */
public final class SandboxProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

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

    /** Tries the tiers from the strongest on. Takes up to some seconds. */
    public Found find() {
        String why = "";
        try {
            SandboxFiles files = SandboxFiles.create(machine.user());
            Tools tools = Tools.find();
            Optional<byte[]> filter = SeccompFilter.build(SeccompFilter.Profile.FULL, machine.architecture());
            if (filter.isEmpty()) {
                return none(
                        "the architecture " + machine.architecture() + " is not known",
                        "run on x86_64 or aarch64 Linux");
            }
            if (machine.bubblewrap().isEmpty()) {
                why = "bubblewrap is not installed";
            } else if (!machine.userNamespaces()) {
                why = "user namespaces are switched off";
            } else {
                Sandbox full = new FullSandbox(machine.bubblewrap().get(), machine, files, filter.get(), tools);
                Optional<String> bad = tryOut(full, files);
                if (bad.isEmpty()) {
                    return new Found(
                            Optional.of(full),
                            new SandboxReport(
                                    Tier.FULL,
                                    "bubblewrap with all namespaces",
                                    "",
                                    machine.user().uid()));
                }
                why = bad.get();
            }
        } catch (WorldFault e) {
            why = e.getMessage();
        }
        return none(why, mend());
    }

    private String mend() {
        return machine.bubblewrap().isEmpty()
                ? "install bubblewrap: apt-get install bubblewrap"
                : "allow user namespaces: sysctl -w user.max_user_namespaces=15000";
    }

    private Found none(String detail, String mend) {
        return new Found(
                Optional.empty(),
                new SandboxReport(Tier.NONE, detail, mend, machine.user().uid()));
    }

    /** Runs a command that shows its own confinement; what is wrong with it, or empty. */
    private Optional<String> tryOut(Sandbox sandbox, SandboxFiles files) {
        try {
            Path workspace = Files.createDirectories(files.folder().resolve("probe"));
            Path cat =
                    Machine.tool("cat").orElseThrow(() -> new WorldFault("tool_missing", "There is no program 'cat'."));
            SandboxedCommand command = new SandboxedCommand(
                    List.of(cat.toString(), "/proc/self/status"),
                    workspace,
                    false,
                    workspace,
                    List.of(),
                    List.of(),
                    Map.of("LANG", "C.UTF-8"),
                    Limits.defaults(),
                    false,
                    machine.user());
            try (Launch launch = sandbox.prepare(command)) {
                return judge(launch);
            }
        } catch (IOException e) {
            return Optional.of("the probe failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("the probe was interrupted");
        }
    }

    private Optional<String> judge(Launch launch) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(launch.argv()).directory(new java.io.File("/"));
        builder.environment().clear();
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            launch.kill(process);
            return Optional.of("the sandbox did not answer within " + PATIENCE.toSeconds() + " s");
        }
        String stdout = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String stderr = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        Launch.End end = launch.end(process.exitValue(), stderr);
        if (end instanceof Launch.End.NotSetUp failed) {
            return Optional.of(failed.reason());
        }
        boolean confined = stdout.contains("NoNewPrivs:\t1")
                && stdout.contains("Seccomp:\t2")
                && stdout.contains("CapEff:\t0000000000000000")
                && !stdout.contains("Uid:\t0");
        return confined ? Optional.empty() : Optional.of("the sandbox ran but did not confine its command: " + end);
    }
}
