package io.jenkins.plugins.openfactory.exec.local;

import java.util.List;
import java.util.Set;

/** Explains the failure of a build that wanted to download something. */
final class NetworkHint {
    private static final String HINT = "openfactory: this command ran without a network; what a build needs is fetched"
            + " beforehand by the 'prepare' commands of .openfactory.yml\n";
    private static final List<String> SIGNS = List.of(
            "Temporary failure in name resolution",
            "Name or service not known",
            "Could not resolve host",
            "UnknownHostException",
            "Unknown host",
            "getaddrinfo EAI_AGAIN",
            "getaddrinfo ENOTFOUND",
            "ENOTCACHED",
            "no such host",
            "dial tcp: lookup",
            "Network is unreachable",
            "module lookup disabled by GOPROXY=off",
            "Could not transfer artifact",
            "in offline mode and the artifact",
            "No cached version of",
            "can't be downloaded in offline mode",
            "you may need to run without --offline",
            "Unable to load the service index");

    private NetworkHint() {}

    /** The standard error with the hosts at its end that a prepare command asked for and may not reach. */
    static String refused(String stderr, Set<String> hosts) {
        return hosts.isEmpty()
                ? stderr
                : stderr + (stderr.isEmpty() || stderr.endsWith("\n") ? "" : "\n")
                        + "openfactory: this command asked for hosts that prepare commands may not reach: "
                        + String.join(", ", hosts) + "; the administrator allows a host with --prepare-host\n";
    }

    /** The standard error with the sentence at its end, where the output shows that the network was missed. */
    static String append(String stdout, String stderr) {
        boolean missed = SIGNS.stream().anyMatch(sign -> stderr.contains(sign) || stdout.contains(sign));
        return missed ? stderr + (stderr.isEmpty() || stderr.endsWith("\n") ? "" : "\n") + HINT : stderr;
    }
}
