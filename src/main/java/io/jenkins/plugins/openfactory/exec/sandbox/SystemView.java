package io.jenkins.plugins.openfactory.exec.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of the machine's system a sandboxed command sees: programs and libraries, the running Java, and named files of
 * {@code /etc}, all read-only. Immutable, safe for any thread.
 */
final class SystemView {
    private static final Path USR = Path.of("/usr");
    private static final List<String> TOP = List.of("/bin", "/sbin", "/lib", "/lib64", "/lib32", "/libx32");
    private static final List<String> ETC = List.of(
            "ld.so.cache",
            "ld.so.conf",
            "ld.so.conf.d",
            "alternatives",
            "localtime",
            "timezone",
            "services",
            "protocols",
            "mime.types",
            "fonts",
            "ssl/certs",
            "ssl/openssl.cnf",
            "ca-certificates",
            "pki/ca-trust/extracted",
            "pki/tls/certs",
            "maven/m2.conf",
            "maven/logging",
            "dotnet");

    /** The user and group id that a command sees itself under. */
    static final String USER = "1000";

    private final List<String> mounts = new ArrayList<>();
    private final String hosts;
    private final Path javaHome;

    /** What of a system is there to be shown. */
    interface Facts {
        /** Where the symbolic link at one of {@link #TOP} leads; empty where it is none. */
        Optional<String> link(String path);

        /** Whether there is something at the path. */
        boolean exists(String path);

        /** The folders of Javas' configuration under {@code /etc}. */
        List<String> javaFolders();

        /** Writes a small file that commands may read, and returns its path. */
        String write(String name, String content);
    }

    SystemView(Machine machine, SandboxFiles files) {
        this(machine.javaHome(), new Here(files));
    }

    /** @param javaHome the Java that commands see, canonical; it need not exist */
    SystemView(Path javaHome, Facts facts) {
        this.javaHome = javaHome;
        bind("/usr");
        for (String folder : TOP) {
            facts.link(folder)
                    .ifPresentOrElse(
                            target -> mounts.addAll(List.of("--symlink", target, folder)),
                            () -> bindExisting(folder, facts));
        }
        if (!javaHome.startsWith(USR)) {
            bindExisting(javaHome.toString(), facts);
        }
        ETC.forEach(name -> bindExisting("/etc/" + name, facts));
        facts.javaFolders().forEach(this::bind);
        put(facts, "passwd", "build:x:" + USER + ":" + USER + "::" + Bubblewrap.HOME + ":/bin/sh\n");
        put(facts, "group", "build:x:" + USER + ":\n");
        this.hosts = facts.write("hosts", "127.0.0.1 localhost sandbox\n::1 localhost\n");
        put(facts, "nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
    }

    /** Names under {@code /etc} that commands see where they exist. */
    static List<String> etc() {
        return ETC;
    }

    /** The bubblewrap options that mount all of it. */
    List<String> mounts(boolean hostNetwork) {
        List<String> all = new ArrayList<>(mounts);
        if (hostNetwork) {
            for (String name : List.of("/etc/resolv.conf", "/etc/hosts")) {
                all.addAll(List.of("--ro-bind-try", name, name));
            }
        } else {
            all.addAll(List.of("--ro-bind", hosts, "/etc/hosts"));
        }
        return all;
    }

    /** Folders with programs and libraries, for a sandbox that sees the machine's own file system. */
    List<String> programs() {
        List<String> paths = new ArrayList<>(TOP);
        paths.add(USR.toString());
        paths.add(javaHome.toString());
        return paths;
    }

    /** What else is read there. */
    List<String> readable() {
        List<String> paths = new ArrayList<>();
        ETC.forEach(name -> paths.add("/etc/" + name));
        paths.addAll(javaFolders());
        for (String name : List.of("passwd", "group", "nsswitch.conf", "hosts", "gitconfig")) {
            paths.add("/etc/" + name);
        }
        paths.addAll(List.of("/proc", "/sys/fs/cgroup", "/sys/devices/system/cpu"));
        return paths;
    }

    /** Devices that are read and written there. */
    List<String> devices() {
        return List.of("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom");
    }

    /** The value of {@code PATH}: the running Java, then the system's folders. */
    String path() {
        return javaHome + "/bin:/usr/local/bin:/usr/bin:/bin";
    }

    private void bind(String path) {
        mounts.addAll(List.of("--ro-bind", path, path));
    }

    private void bindExisting(String path, Facts facts) {
        if (facts.exists(path)) {
            bind(path);
        }
    }

    private void put(Facts facts, String name, String content) {
        mounts.addAll(List.of("--ro-bind", facts.write(name, content), "/etc/" + name));
    }

    /** Debian keeps a Java's configuration in {@code /etc/java-17-openjdk}. */
    private static List<String> javaFolders() {
        List<String> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of("/etc"), "java*")) {
            folders.forEach(folder -> found.add(folder.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** The system of this process. */
    private record Here(SandboxFiles files) implements Facts {
        @Override
        public Optional<String> link(String path) {
            try {
                Path at = Path.of(path);
                return Files.isSymbolicLink(at)
                        ? Optional.of(Files.readSymbolicLink(at).toString())
                        : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean exists(String path) {
            return Files.exists(Path.of(path));
        }

        @Override
        public List<String> javaFolders() {
            return SystemView.javaFolders();
        }

        @Override
        public String write(String name, String content) {
            return files.write(name, content).toString();
        }
    }
}
