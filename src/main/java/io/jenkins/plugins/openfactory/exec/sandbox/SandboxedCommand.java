package io.jenkins.plugins.openfactory.exec.sandbox;

import io.jenkins.plugins.openfactory.exec.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A command that the policy allowed, as a sandbox starts it.
 *
 * @param argv the canonical path of the program, then its arguments
 * @param workspace the real folder on this machine
 * @param writable whether the workspace may be written to
 * @param frozen real files of the workspace that stay read-only all the same
 * @param cwd the real folder inside the workspace that it starts in
 * @param readable further real folders that it sees read-only, each at its own path
 * @param caches folders that it sees elsewhere
 * @param home a folder to keep as its home folder; empty for one that goes away
 * @param proxy a local socket, the only way out that it gets, at {@link ProxyRelay#PORT} of its loopback
 * @param planted files below the home folder, by name, with what they say; not where the home folder is kept
 * @param environment everything but what the sandbox itself adds ({@code HOME}, {@code TMPDIR}, {@code PATH})
 * @param hostNetwork whether it shares the machine's network
 */
public record SandboxedCommand(
        List<String> argv,
        Path workspace,
        boolean writable,
        List<Path> frozen,
        Path cwd,
        List<Path> readable,
        List<Cache> caches,
        Optional<Path> home,
        Optional<Path> proxy,
        Map<String, String> planted,
        Map<String, String> environment,
        Limits limits,
        boolean hostNetwork,
        SandboxUser user) {
    /**
     * A folder that commands see in another place.
     *
     * @param inside absolute; {@code ~/} at its start means the home folder in the sandbox
     */
    public record Cache(Path host, String inside, boolean writable) {
        /** A folder that they see read-only. */
        public Cache(Path host, String inside) {
            this(host, inside, false);
        }
    }

    /** The same command with this way out, which its environment names. */
    public SandboxedCommand withProxy(Path socket) {
        Map<String, String> variables = new TreeMap<>(environment);
        for (String name : List.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")) {
            variables.put(name, "http://127.0.0.1:" + ProxyRelay.PORT);
        }
        return new SandboxedCommand(
                argv,
                workspace,
                writable,
                frozen,
                cwd,
                readable,
                caches,
                home,
                Optional.of(socket),
                planted,
                variables,
                limits,
                hostNetwork,
                user);
    }

    /** The files to plant in a home folder that goes away; none in one that is kept. */
    Map<String, String> plants() {
        return home.isPresent() ? Map.of() : planted;
    }

    /** The same command with these in addition. */
    SandboxedCommand withCaches(List<Cache> more) {
        List<Cache> all = new ArrayList<>(caches);
        all.addAll(more);
        return new SandboxedCommand(
                argv,
                workspace,
                writable,
                frozen,
                cwd,
                readable,
                all,
                home,
                proxy,
                planted,
                environment,
                limits,
                hostNetwork,
                user);
    }
}
