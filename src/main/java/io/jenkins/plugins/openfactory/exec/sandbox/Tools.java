package io.jenkins.plugins.openfactory.exec.sandbox;

import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The system's own programs that sandboxes are started with, by canonical path. Immutable, safe for any thread. */
final class Tools {
    /** Opens the filter and the status file before privileges are dropped, then becomes what follows. */
    private static final String OPEN_AND_EXECUTE =
            "exec 9<\"$1\" 8>\"$2\" || exit 125; shift 2; unset PWD OLDPWD SHLVL;"
                    + " { echo 1000 >/proc/self/oom_score_adj; } 2>/dev/null; exec \"$@\"";

    private static final long PROCESS_BACKSTOP = 768;

    private final Path shell;
    private final Path setpriv;
    private final Path prlimit;
    private final Map<String, Long> hard = new HashMap<>();

    /** @param limits the lines of {@code /proc/self/limits} where they run */
    Tools(Path shell, Path setpriv, Path prlimit, List<String> limits) {
        this.shell = shell;
        this.setpriv = setpriv;
        this.prlimit = prlimit;
        readHardLimits(limits);
    }

    /** Finds them. */
    static Tools find() {
        return new Tools(need("sh"), need("setpriv"), need("prlimit"), ownLimits());
    }

    private static Path need(String name) {
        return Machine.tool(name)
                .orElseThrow(() -> new WorldFault(
                        "tool_missing",
                        "The program '" + name + "' is not installed; install the packages dash and util-linux."));
    }

    String shell() {
        return shell.toString();
    }

    /** The start of an argument list that has the filter on descriptor 9 and the status file on 8. */
    List<String> open(Path filter, Path status) {
        return List.of(shell.toString(), "-c", OPEN_AND_EXECUTE, "sh", filter.toString(), status.toString());
    }

    /** The start of an argument list that changes to the user; empty where we are that user. */
    List<String> dropTo(SandboxUser user) {
        if (!user.drop()) {
            return List.of();
        }
        return List.of(
                setpriv.toString(),
                "--reuid=" + user.uid(),
                "--regid=" + user.gid(),
                "--clear-groups",
                "--inh-caps=-all",
                "--no-new-privs",
                "--");
    }

    /** The start of an argument list that bounds what follows it. */
    List<String> limit(Limits limits) {
        return List.of(
                prlimit.toString(),
                bound("--nproc=", "Max processes", processes(limits)),
                bound("--nofile=", "Max open files", limits.openFiles()),
                bound("--fsize=", "Max file size", limits.fileBytes()),
                "--cpu=" + cpuSeconds(limits),
                "--core=0",
                "--");
    }

    /**
     * The soft and the hard limit of a single process, with {@code :} between them: somewhat more than the limit of the
     * whole tree, which is watched, and apart, because at the hard limit the kernel does not say why it kills.
     */
    String cpuSeconds(Limits limits) {
        long soft = atMost("Max cpu time", limits.cpu().toSeconds() + 1);
        return soft + ":" + atMost("Max cpu time", soft + 1);
    }

    /**
     * The kernel's own bound on processes. The tree is watched and killed at its limit, which is lower: at the kernel's
     * bound a program only fails to start another, so a fork bomb could burn out before it is seen.
     */
    static long processes(Limits limits) {
        return Math.max(2L * limits.processes(), PROCESS_BACKSTOP);
    }

    private String bound(String option, String name, long wanted) {
        long value = atMost(name, wanted);
        return option + value + ":" + value;
    }

    /** The wanted limit, or the hard one that we were started with where that is lower. */
    long atMost(String name, long wanted) {
        return Math.min(wanted, hard.getOrDefault(name, Long.MAX_VALUE));
    }

    private static List<String> ownLimits() {
        try {
            return Files.readAllLines(Path.of("/proc/self/limits"));
        } catch (IOException e) {
            return List.of();
        }
    }

    private void readHardLimits(List<String> lines) {
        for (String line : lines) {
            String[] columns = line.split(" {2,}");
            if (columns.length >= 3 && columns[2].matches("[0-9]+")) {
                hard.put(columns[0], Long.valueOf(columns[2]));
            }
        }
    }
}
