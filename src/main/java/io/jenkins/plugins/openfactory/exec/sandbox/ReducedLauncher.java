package io.jenkins.plugins.openfactory.exec.sandbox;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The small process of the REDUCED tier: restricts its own thread by Landlock, seccomp and resource limits, then becomes
 * the command, so that the command is confined from its first instruction. Started with a class path of its own by
 * {@link ReducedSandbox}. Says on descriptor 8 whether it came to the command.
 *
 * <p>Arguments: {@code parent=PID}, {@code filter=FILE}, {@code cwd=FOLDER}, {@code read=}, {@code run=}, {@code device=}
 * and {@code write=} with a path each, {@code limit=NUMBER:SOFT:HARD}, {@code env=NAME=VALUE}, then {@code --} and the command.
 */
public final class ReducedLauncher {
    private static final int STATUS = 8;
    private static final int SIGKILL = 9;
    private static final int PR_SET_PDEATHSIG = 1;
    private static final int PR_SET_SECCOMP = 22;
    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int SECCOMP_MODE_FILTER = 2;
    private static final int RLIMIT_NPROC = 6;
    private static final int SIG_SETMASK = 2;
    private static final long CLOSE_RANGE = 436;
    private static final int CLOSE_RANGE_CLOEXEC = 4;
    private static final int FAILED = 125;

    private final List<String> settings;
    private final List<String> command;

    private ReducedLauncher(List<String> arguments) {
        int end = arguments.indexOf("--");
        this.settings = arguments.subList(0, end);
        this.command = arguments.subList(end + 1, arguments.size());
    }

    /** Never returns. Runs in the process's main thread; the restrictions are that thread's. */
    public static void main(String[] arguments) {
        String failure;
        try {
            failure = new ReducedLauncher(Arrays.asList(arguments)).become();
        } catch (IOException | RuntimeException | LinkageError e) {
            failure = e.toString();
        }
        say("failed " + failure);
        Runtime.getRuntime().halt(FAILED);
    }

    private String become() throws IOException {
        byte[] filter = Files.readAllBytes(Path.of(all("filter").get(0)));
        check("chdir", LibC.chdir(all("cwd").get(0)));
        check("setsid", LibC.setsid());
        check("prctl", LibC.prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0));
        if (LibC.getppid() != Integer.parseInt(all("parent").get(0))) {
            return "the process that started it is gone";
        }
        limits();
        List<Memory> keep = new ArrayList<>();
        Memory path = LibC.text(command.get(0));
        Memory argv = LibC.array(command, keep);
        Memory environment = LibC.array(all("env"), keep);
        Memory program = program(filter, keep);
        Memory noSignals = new Memory(128);
        noSignals.clear();
        Landlock landlock = landlock();

        check("no_new_privs", LibC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
        landlock.enforce();
        check("sigprocmask", LibC.sigprocmask(SIG_SETMASK, noSignals, Pointer.NULL));
        check("close_range", (int) LibC.syscall(CLOSE_RANGE, 3, 0xffffffffL, CLOSE_RANGE_CLOEXEC, 0));
        check("seccomp", LibC.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, Pointer.nativeValue(program), 0, 0));
        say("exec ");
        LibC.execve(path, argv, environment);
        return "the program '" + command.get(0) + "' did not start (error " + LibC.error() + ")";
    }

    private List<String> all(String name) {
        return settings.stream()
                .filter(setting -> setting.startsWith(name + "="))
                .map(setting -> setting.substring(name.length() + 1))
                .toList();
    }

    private Landlock landlock() throws IOException {
        Landlock landlock = Landlock.create();
        for (Landlock.Access access : Landlock.Access.values()) {
            String name =
                    access == Landlock.Access.EXECUTE ? "run" : access.name().toLowerCase(java.util.Locale.ROOT);
            for (String path : all(name)) {
                landlock.allow(Path.of(path), access);
            }
        }
        return landlock;
    }

    private void limits() throws IOException {
        for (String limit : all("limit")) {
            String[] parts = limit.split(":");
            int resource = Integer.parseInt(parts[0]);
            long others = resource == RLIMIT_NPROC ? threadsOfOwnUser() : 0;
            Memory pair = new Memory(16);
            pair.setLong(0, Long.parseLong(parts[1]) + others);
            pair.setLong(8, Long.parseLong(parts[2]) + others);
            check("setrlimit " + resource, LibC.setrlimit(resource, pair));
        }
    }

    /** The limit on processes counts all of a user's, whoever started them. */
    private static long threadsOfOwnUser() throws IOException {
        Object own = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        long threads = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                threads += threads(process, own);
            }
        }
        return threads;
    }

    private static long threads(Path process, Object user) {
        try {
            if (!Files.getAttribute(process, "unix:uid").equals(user)) {
                return 0;
            }
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[17]);
        } catch (IOException e) {
            return 0;
        }
    }

    /** The kernel's {@code struct sock_fprog}. */
    private static Memory program(byte[] filter, List<Memory> keep) {
        Memory code = new Memory(filter.length);
        code.write(0, filter, 0, filter.length);
        keep.add(code);
        Memory program = new Memory(16);
        program.clear();
        program.setShort(0, (short) (filter.length / 8));
        program.setPointer(8, code);
        return program;
    }

    private static void check(String what, int result) throws IOException {
        if (result < 0) {
            throw new IOException(what + " was refused (error " + LibC.error() + ")");
        }
    }

    private static void say(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        LibC.write(STATUS, bytes, bytes.length);
    }
}
