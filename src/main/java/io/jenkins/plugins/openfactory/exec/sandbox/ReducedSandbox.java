package io.jenkins.plugins.openfactory.exec.sandbox;

import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The REDUCED tier, for machines without user namespaces: a small Java process restricts itself by Landlock and seccomp
 * and becomes the command. The command can't leave its process group, which a guard kills when the command ends or when
 * we do.
 */
final class ReducedSandbox implements Sandbox {
    private static final List<Class<?>> CLASSES =
            List.of(ReducedLauncher.class, LibC.class, Landlock.class, Landlock.Access.class);

    /** Kills the process group once its input ends: when we close it, or when we are gone. */
    private static final String GUARD = "read -r line; kill -s KILL -- \"-$1\"";

    private final SandboxFiles files;
    private final Tools tools;
    private final Machine machine;
    private final SystemView system;
    private final Path readFilter;
    private final Path buildFilter;
    private final List<String> java;

    ReducedSandbox(Machine machine, SandboxFiles files, Tools tools) {
        this.machine = machine;
        this.files = files;
        this.tools = tools;
        this.system = new SystemView(machine, files);
        this.readFilter = files.write("reduced-read.bpf", filter(SeccompFilter.Profile.REDUCED_READ));
        this.buildFilter = files.write("reduced-build.bpf", filter(SeccompFilter.Profile.REDUCED_BUILD));
        this.java = java();
    }

    private byte[] filter(SeccompFilter.Profile profile) {
        return SeccompFilter.build(profile, machine.architecture()).orElseThrow();
    }

    @Override
    public Tier tier() {
        return Tier.REDUCED;
    }

    @Override
    public String profile() {
        return "landlock-1";
    }

    @Override
    public boolean intact() {
        return files.intact();
    }

    @Override
    public boolean canShow(Path folder, SandboxUser user) {
        return user.canReach(folder);
    }

    @Override
    public String workspaceSeenAs(Path workspace) {
        return workspace.toString();
    }

    @Override
    public Launch prepare(SandboxedCommand command) throws IOException {
        if (command.hostNetwork()) {
            throw new IOException("the REDUCED tier gives no command the network");
        }
        Path folder = files.privateFolder();
        Path status = Files.createFile(folder.resolve("status"));
        Path temporary = temporary(folder, command.user());
        for (SandboxedCommand.Cache cache : command.caches()) {
            link(cache, temporary);
        }
        for (Map.Entry<String, String> file : command.planted().entrySet()) {
            Files.writeString(temporary.resolve(file.getKey()), file.getValue());
            Files.setPosixFilePermissions(
                    temporary.resolve(file.getKey()), PosixFilePermissions.fromString("rw-r--r--"));
        }
        Path filter = command.writable() ? buildFilter : readFilter;
        List<String> argv = new ArrayList<>(tools.open(filter, status));
        argv.addAll(tools.dropTo(command.user()));
        argv.addAll(java);
        argv.add("parent=" + ProcessHandle.current().pid());
        argv.add("filter=" + filter);
        argv.add("cwd=" + command.cwd());
        argv.addAll(paths(command, temporary));
        argv.addAll(limits(command.limits()));
        environment(command, temporary).forEach((name, value) -> argv.add("env=" + name + "=" + value));
        argv.add("--");
        argv.addAll(command.argv());
        return new ReducedLaunch(List.copyOf(argv), folder, status, tools.shell());
    }

    private List<String> paths(SandboxedCommand command, Path temporary) {
        List<String> paths = new ArrayList<>();
        system.programs().forEach(path -> paths.add("run=" + path));
        system.readable().forEach(path -> paths.add("read=" + path));
        system.devices().forEach(path -> paths.add("device=" + path));
        command.readable().forEach(path -> paths.add("run=" + path));
        command.caches().forEach(cache -> paths.add("read=" + cache.host()));
        paths.add("write=" + temporary);
        paths.add((command.writable() ? "write=" : "read=") + command.workspace());
        return paths;
    }

    private List<String> limits(Limits limits) {
        return List.of(
                "limit=0:" + tools.cpuSeconds(limits),
                limit(1, tools.atMost("Max file size", limits.fileBytes())),
                limit(4, 0),
                limit(6, Tools.processes(limits)),
                limit(7, tools.atMost("Max open files", limits.openFiles())));
    }

    private static String limit(int resource, long value) {
        return "limit=" + resource + ":" + value + ":" + value;
    }

    private Map<String, String> environment(SandboxedCommand command, Path temporary) {
        Map<String, String> variables = new TreeMap<>(command.environment());
        variables.put("PATH", system.path());
        variables.put("HOME", temporary.toString());
        variables.put("TMPDIR", temporary.toString());
        return variables;
    }

    private static Path temporary(Path folder, SandboxUser user) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx------"));
        if (user.drop()) {
            Files.setAttribute(temporary, "unix:uid", (int) user.uid(), LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(temporary, "unix:gid", (int) user.gid(), LinkOption.NOFOLLOW_LINKS);
        }
        return temporary;
    }

    /** A cache that belongs below the home folder is found there by a link. */
    private static void link(SandboxedCommand.Cache cache, Path home) throws IOException {
        if (cache.inside().startsWith("~/")) {
            Path place = home.resolve(cache.inside().substring(2));
            Files.createDirectories(place.getParent());
            Files.createSymbolicLink(place, cache.host());
        }
    }

    /** The start of the launcher's argument list, up to its class. */
    private List<String> java() {
        try {
            Path classes = files.folder("launcher");
            for (Class<?> type : CLASSES) {
                copy(type, "/" + type.getName().replace('.', '/') + ".class", classes);
            }
            String platform = machine.architecture().equals("aarch64") ? "linux-aarch64" : "linux-x86-64";
            String library = "libjnidispatch.so";
            copy(com.sun.jna.Native.class, "/com/sun/jna/" + platform + "/" + library, classes);
            Path jna = Path.of(com.sun.jna.Native.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path copied = files.write("jna.jar", Files.readAllBytes(jna));
            return List.of(
                    machine.javaHome().resolve("bin/java").toString(),
                    "-Xshare:auto",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-XX:-UsePerfData",
                    "-Xmx32m",
                    "-Djna.nosys=true",
                    "-Djna.nounpack=true",
                    "-Djna.boot.library.path=" + classes.resolve("com/sun/jna/" + platform),
                    "-cp",
                    classes + File.pathSeparator + copied,
                    ReducedLauncher.class.getName());
        } catch (IOException | URISyntaxException e) {
            throw new WorldFault(
                    "launcher_failed", "The launcher of the REDUCED tier can't be laid out: " + e + ".", e);
        }
    }

    private static void copy(Class<?> beside, String resource, Path to) throws IOException {
        Path file = to.resolve(resource.substring(1));
        Files.createDirectories(file.getParent());
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("there is no " + resource);
            }
            Files.copy(in, file);
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        for (Path at = file.getParent(); !at.equals(to.getParent()); at = at.getParent()) {
            Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static final class ReducedLaunch implements Launch {
        private final List<String> argv;
        private final Path folder;
        private final Path status;
        private final String shell;
        private Process guard;

        ReducedLaunch(List<String> argv, Path folder, Path status, String shell) {
            this.argv = argv;
            this.folder = folder;
            this.status = status;
            this.shell = shell;
        }

        @Override
        public List<String> argv() {
            return argv;
        }

        @Override
        public synchronized void started(Process process) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(shell, "-c", GUARD, "sh", Long.toString(process.pid()));
            builder.environment().clear();
            builder.directory(new File("/")).redirectErrorStream(true);
            guard = Spawner.start(builder);
        }

        @Override
        public void kill(Process process) {
            process.destroyForcibly();
            releaseGuard();
        }

        @Override
        public End end(int exitValue, String stderr) {
            String text;
            try {
                text = Files.readString(status);
            } catch (IOException e) {
                text = "";
            }
            if (text.equals("exec ")) {
                return End.ofCode(exitValue);
            }
            String said = text.isEmpty() ? stderr.strip() : text.replaceFirst("^(exec )?failed ", "");
            return new End.NotSetUp(said.isEmpty() ? "the launcher ended with " + exitValue : said);
        }

        /** Lets the guard kill what is left of the group. */
        private synchronized void releaseGuard() {
            if (guard != null) {
                try {
                    guard.getOutputStream().close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void ended() {
            releaseGuard();
        }

        @Override
        public synchronized void close() {
            releaseGuard();
            try {
                if (guard != null && !guard.waitFor(2, TimeUnit.SECONDS)) {
                    guard.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            SandboxFiles.delete(folder);
        }
    }
}
