package io.jenkins.plugins.openfactory.doctor;

import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Processes that work in a run's working tree although nobody works on that run: what a factory left behind that was
 * killed. Commands die with their factory by themselves (the kernel's parent-death signal), so this finds what got away.
 * Reads {@code /proc}; where there is none, nothing is found.
 */
public final class ProcessesCheck implements Check {
    private static final Path PROC = Path.of("/proc");

    private final RunStore store;
    private final FactoryHome home;

    public ProcessesCheck(RunStore store, FactoryHome home) {
        this.store = store;
        this.home = home;
    }

    private record Orphan(long pid, String runId) {}

    @Override
    public String name() {
        return "processes";
    }

    @Override
    public Finding look() {
        List<Orphan> orphans = orphans();
        return orphans.isEmpty()
                ? Finding.ok(name(), "No process works for a run that nobody works on.")
                : Finding.warning(
                        name(),
                        processes(orphans.size()) + " left behind, the first is "
                                + orphans.get(0).pid() + " of run "
                                + orphans.get(0).runId() + ".",
                        "End them with 'factory doctor --fix'");
    }

    @Override
    public Optional<String> fix() {
        List<Orphan> orphans = orphans();
        for (Orphan orphan : orphans) {
            ProcessHandle.of(orphan.pid()).ifPresent(ProcessHandle::destroyForcibly);
        }
        return orphans.isEmpty() ? Optional.empty() : Optional.of(processes(orphans.size()) + " ended.");
    }

    private static String processes(int number) {
        return number == 1 ? "1 process was" : number + " processes were";
    }

    private List<Orphan> orphans() {
        if (!Files.isDirectory(PROC)) {
            return List.of();
        }
        List<Orphan> found = new ArrayList<>();
        try (Stream<Path> entries = Files.list(PROC)) {
            entries.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .forEach(path -> runOf(path)
                            .filter(run -> !RunWatch.isHeld(store, home, run))
                            .ifPresent(run -> found.add(
                                    new Orphan(Long.parseLong(path.getFileName().toString()), run))));
        } catch (IOException e) {
            throw new WorldFault("proc_failed", "can't list " + PROC + ": " + e.getMessage(), e);
        }
        return found;
    }

    /** The run whose working trees a process stands in, or was told of by its sandbox' arguments. */
    private Optional<String> runOf(Path process) {
        try {
            Path folder = Files.readSymbolicLink(process.resolve("cwd"));
            if (folder.startsWith(home.workspaces()) && !folder.equals(home.workspaces())) {
                return Optional.of(
                        home.workspaces().relativize(folder).getName(0).toString());
            }
            String[] argv =
                    new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8).split("\0");
            return argv[0].endsWith("bwrap")
                    ? Stream.of(argv).flatMap(this::inArgument).findFirst()
                    : Optional.empty();
        } catch (IOException | SecurityException e) {
            // It ended meanwhile, or belongs to somebody else.
            return Optional.empty();
        }
    }

    private Stream<String> inArgument(String argument) {
        String prefix = home.workspaces() + "/";
        return argument.startsWith(prefix) && argument.length() > prefix.length()
                ? Stream.of(argument.substring(prefix.length()).split("/")[0])
                : Stream.empty();
    }
}
