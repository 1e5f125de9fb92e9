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
    private final Path shell;
    private final Path setpriv;
    private final Path prlimit;
    private final Map<String, Long> hard = new HashMap<>();

    private Tools(Path shell, Path setpriv, Path prlimit) {
        this.shell = shell;
        this.setpriv = setpriv;
        this.prlimit = prlimit;
        readHardLimits();
    }

    /** Finds them. */
    static Tools find() {
        return new Tools(need("sh"), need("setpriv"), need("prlimit"));
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
                bound("--nproc=", "Max processes", limits.processes()),
                bound("--nofile=", "Max open files", limits.openFiles()),
                bound("--fsize=", "Max file size", limits.fileBytes()),
                bound("--cpu=", "Max cpu time", Math.max(1, limits.cpu().toSeconds())),
                "--core=0",
                "--");
    }

    private String bound(String option, String name, long wanted) {
        long value = Math.min(wanted, hard.getOrDefault(name, Long.MAX_VALUE));
        return option + value + ":" + value;
    }

    /** A limit can't be raised above the hard one that we were started with. */
    private void readHardLimits() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
                String[] columns = line.split(" {2,}");
                if (columns.length >= 3 && columns[2].matches("[0-9]+")) {
                    hard.put(columns[0], Long.valueOf(columns[2]));
                }
            }
        } catch (IOException e) {
            hard.clear();
        }
    }
}
