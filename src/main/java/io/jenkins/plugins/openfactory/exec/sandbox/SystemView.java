package io.jenkins.plugins.openfactory.exec.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
    private final Path hosts;
    private final Path javaHome;

    SystemView(Machine machine, SandboxFiles files) {
        this.javaHome = machine.javaHome();
        bind("/usr");
        TOP.stream().map(Path::of).forEach(this::top);
        if (!javaHome.startsWith(USR)) {
            bind(javaHome.toString());
        }
        ETC.stream().map(name -> "/etc/" + name).filter(SystemView::exists).forEach(this::bind);
        javaFolders().forEach(this::bind);
        put(files, "passwd", "build:x:" + USER + ":" + USER + "::" + FullSandbox.HOME + ":/bin/sh\n");
        put(files, "group", "build:x:" + USER + ":\n");
        this.hosts = files.write("hosts", "127.0.0.1 localhost sandbox\n::1 localhost\n");
        put(files, "nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n");
    }

    /** The bubblewrap options that mount all of it. */
    List<String> mounts(boolean hostNetwork) {
        List<String> all = new ArrayList<>(mounts);
        if (hostNetwork) {
            for (String name : List.of("/etc/resolv.conf", "/etc/hosts")) {
                all.addAll(List.of("--ro-bind-try", name, name));
            }
        } else {
            all.addAll(List.of("--ro-bind", hosts.toString(), "/etc/hosts"));
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

    private void put(SandboxFiles files, String name, String content) {
        mounts.addAll(List.of("--ro-bind", files.write(name, content).toString(), "/etc/" + name));
    }

    private void top(Path folder) {
        try {
            if (Files.isSymbolicLink(folder)) {
                mounts.addAll(
                        List.of("--symlink", Files.readSymbolicLink(folder).toString(), folder.toString()));
            } else if (Files.isDirectory(folder)) {
                bind(folder.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private static boolean exists(String path) {
        return Files.exists(Path.of(path));
    }
}
