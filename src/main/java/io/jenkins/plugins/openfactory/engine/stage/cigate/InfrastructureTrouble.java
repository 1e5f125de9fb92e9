package io.jenkins.plugins.openfactory.engine.stage.cigate;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lines of a check's log that tell of its machine or its network and not of the code: messages of the Actions runner, of
 * the C library's resolver and of usual tools.
 */
final class InfrastructureTrouble {
    private static final int LONGEST = 160;
    private static final Pattern SIGNS = Pattern.compile(
            "the (self-)?hosted runner.*lost communication|hosted runner encountered an error"
                    + "|the runner has received a shutdown signal|the operation was cancell?ed\\.?$"
                    + "|no space left on device|cannot allocate memory|too many open files"
                    + "|could not resolve host|temporary failure in name resolution|name or service not known"
                    + "|getaddrinfo|\\benotfound\\b|\\beconnreset\\b|\\betimedout\\b|unknownhostexception"
                    + "|connection (timed out|reset by peer)|tls handshake timeout|network is unreachable"
                    + "|toomanyrequests|(502 bad gateway|503 service (temporarily )?unavailable|504 gateway time-?out)"
                    + "|cannot connect to the docker daemon",
            Pattern.CASE_INSENSITIVE);

    private InfrastructureTrouble() {}

    /** The first line that tells of trouble, shortened. */
    static Optional<String> in(String log) {
        return log.lines()
                .filter(line -> SIGNS.matcher(line).find())
                .map(line -> line.strip().replaceAll("\\s+", " "))
                .map(line -> line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…")
                .findFirst();
    }
}
