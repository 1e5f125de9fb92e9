package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.sandbox.SandboxUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A short-lived folder for one proxy's socket, which only the user that commands run under may connect to. */
record ProxyFolder(Path path, SandboxUser user) implements AutoCloseable {
    static ProxyFolder create(SandboxUser user) throws IOException {
        Path folder = Files.createTempDirectory(Path.of("/tmp"), "openfactory-proxy-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        return new ProxyFolder(folder, user);
    }

    /** Opens the socket to that user. */
    void open(Path socket) throws IOException {
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        if (user.drop()) {
            Files.setAttribute(socket, "unix:uid", (int) user.uid(), LinkOption.NOFOLLOW_LINKS);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
    }
}
