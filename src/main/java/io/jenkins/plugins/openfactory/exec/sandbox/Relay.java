package io.jenkins.plugins.openfactory.exec.sandbox;

import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** How {@link ProxyRelay} comes into a sandbox and is started there. Stateless. */
final class Relay {
    /** Where a sandbox sees the relay's class. */
    static final String CLASSES = "/run/openfactory/relay";

    /** Where it sees the socket of the factory's proxy. */
    static final String SOCKET = "/run/openfactory/proxy";

    private static final String FOLDER = "relay";

    private Relay() {}

    /** Lays the relay's class out where a sandbox can be shown it. */
    static Path layOut(SandboxFiles files) {
        String resource = ProxyRelay.class.getName().replace('.', '/') + ".class";
        try (InputStream in = ProxyRelay.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                throw new IOException("there is no " + resource);
            }
            String made = FOLDER;
            for (String name : resource.substring(0, resource.lastIndexOf('/')).split("/")) {
                files.folder(made);
                made = made + "/" + name;
            }
            files.folder(made);
            files.write(FOLDER + "/" + resource, in.readAllBytes());
            return files.folder(FOLDER);
        } catch (IOException e) {
            throw new WorldFault("launcher_failed", "The relay of prepare commands can't be laid out: " + e + ".", e);
        }
    }

    /** What comes before a command that has a proxy. */
    static List<String> start(String java) {
        return List.of(
                java,
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xmx64m",
                "-cp",
                CLASSES,
                ProxyRelay.class.getName(),
                SOCKET);
    }
}
