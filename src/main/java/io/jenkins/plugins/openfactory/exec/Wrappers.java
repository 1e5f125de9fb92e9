package io.jenkins.plugins.openfactory.exec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Programs that run other programs, and interpreters that take code on the command line. Never parsed through. */
final class Wrappers {
    private static final Set<String> RUNNERS = Set.of(
            "env",
            "timeout",
            "xargs",
            "nice",
            "ionice",
            "nohup",
            "setsid",
            "sudo",
            "su",
            "doas",
            "pkexec",
            "runuser",
            "sh",
            "bash",
            "dash",
            "zsh",
            "ksh",
            "mksh",
            "fish",
            "csh",
            "tcsh",
            "ash",
            "busybox",
            "toybox",
            "stdbuf",
            "time",
            "watch",
            "parallel",
            "script",
            "ssh",
            "chroot",
            "unshare",
            "nsenter",
            "setpriv",
            "prlimit",
            "taskset",
            "chrt",
            "flock",
            "exec",
            "eval",
            "command",
            "builtin",
            "source",
            ".",
            "strace",
            "ltrace",
            "gdb",
            "bwrap",
            "docker",
            "podman",
            "nerdctl",
            "kubectl",
            "systemd-run",
            "at",
            "batch",
            "crontab",
            "expect",
            "unbuffer",
            "rlwrap",
            "capsh",
            "firejail",
            "fakeroot",
            "proot",
            "caffeinate",
            "entr",
            "ld.so");
    private static final Set<String> INTERPRETERS = Set.of(
            "awk",
            "gawk",
            "mawk",
            "nawk",
            "perl",
            "ruby",
            "php",
            "lua",
            "tclsh",
            "osascript",
            "jshell",
            "groovy",
            "scala",
            "Rscript",
            "deno",
            "bun",
            "ts-node",
            "pwsh",
            "powershell",
            "m4",
            "bc",
            "dc",
            "ed",
            "ex",
            "vi",
            "vim",
            "emacs",
            "irb",
            "erl",
            "elixir",
            "guile",
            "sqlite3",
            "psql");
    private static final Map<String, Pattern> CODE = Map.of(
            "python3", Pattern.compile("-[A-Za-z]*c.*"),
            "python", Pattern.compile("-[A-Za-z]*c.*"),
            "node", Pattern.compile("-[pei]+|--(eval|print|interactive)(=.*)?"),
            "npx", Pattern.compile("-c|--call(=.*)?"),
            "npm", Pattern.compile("-c|--call(=.*)?"));

    private Wrappers() {}

    /** Why a program without a rule is refused. */
    static Mismatch unknown(String program, Set<String> known) {
        if (program.contains("/")) {
            return new Mismatch(
                    0,
                    "BINARY",
                    "'" + program
                            + "' is a path; name the program alone, and the policy finds it outside the workspace");
        }
        if (RUNNERS.contains(program)) {
            return new Mismatch(
                    0, "WRAPPER", "'" + program + "' runs other programs; name the program that you want directly");
        }
        if (INTERPRETERS.contains(program)) {
            return new Mismatch(
                    0,
                    "WRAPPER",
                    "'" + program + "' is an interpreter that takes code as an argument; put the code in a file of the"
                            + " workspace that an allowed program runs");
        }
        return new Mismatch(
                0,
                "NO_RULE",
                "no rule names the program '" + program + "'; similar ones are "
                        + String.join(", ", Nearest.of(program, known, 3)));
    }

    /** The refusal of code on the command line, where that is what a mismatch is about. */
    static Optional<Mismatch> code(List<String> argv, Mismatch found) {
        Pattern code = CODE.get(argv.get(0));
        if (code == null
                || found.index() >= argv.size()
                || !code.matcher(argv.get(found.index())).matches()) {
            return Optional.empty();
        }
        return Optional.of(new Mismatch(
                found.index(),
                "WRAPPER",
                "'" + argv.get(found.index()) + "' gives " + argv.get(0)
                        + " code on the command line; put the code in a file of the workspace"));
    }
}
