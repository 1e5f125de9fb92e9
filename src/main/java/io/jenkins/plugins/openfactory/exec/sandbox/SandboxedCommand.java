package io.jenkins.plugins.openfactory.exec.sandbox;

import io.jenkins.plugins.openfactory.exec.Limits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A command that the policy allowed, as a sandbox starts it.
 *
 * @param argv the canonical path of the program, then its arguments
 * @param workspace the real folder on this machine
 * @param writable whether the workspace may be written to
 * @param frozen real files of the workspace that stay read-only all the same
 * @param cwd the real folder inside the workspace that it starts in
 * @param readable further real folders that it sees read-only, each at its own path
 * @param caches folders that it sees read-only elsewhere
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
        Map<String, String> environment,
        Limits limits,
        boolean hostNetwork,
        SandboxUser user) {
    /**
     * A folder that commands see read-only in another place.
     *
     * @param inside absolute; {@code ~/} at its start means the home folder in the sandbox
     */
    public record Cache(Path host, String inside) {}
}
