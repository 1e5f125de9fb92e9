package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.run.UserError;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host that the administrator lets prepare commands reach.
 *
 * @param name in lower case
 * @param port empty for 443 and 80
 * @param address where it is, for a name that the machine's own name service does not know
 */
record AllowedHost(String name, Optional<Integer> port, Optional<InetSocketAddress> address) {
    private static final Pattern TEXT = Pattern.compile(
            "([A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)(?::([0-9]{1,5}))?(?:=([A-Za-z0-9.-]+):([0-9]{1,5}))?");

    /**
     * Reads {@code HOST}, {@code HOST:PORT} or {@code HOST:PORT=ADDRESS:PORT}.
     *
     * @throws UserError where it is none of them
     */
    static AllowedHost of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches() || tooLarge(matcher.group(2)) || tooLarge(matcher.group(4))) {
            throw new UserError(
                    "The host '" + text
                            + "' that prepare commands may reach is not a host name; write repo.example.org or repo.example.org:8443.");
        }
        return new AllowedHost(
                matcher.group(1).toLowerCase(Locale.ROOT),
                Optional.ofNullable(matcher.group(2)).map(Integer::valueOf),
                Optional.ofNullable(matcher.group(3))
                        .map(address ->
                                InetSocketAddress.createUnresolved(address, Integer.parseInt(matcher.group(4)))));
    }

    private static boolean tooLarge(String port) {
        return port != null && (Integer.parseInt(port) < 1 || Integer.parseInt(port) > 65535);
    }

    /** Whether a connection to there is allowed. */
    boolean allows(String host, int wanted) {
        boolean usual = port.isEmpty() && (wanted == 443 || wanted == 80);
        return host.equals(name) && (usual || port.equals(Optional.of(wanted)));
    }

    /** Where to connect to. */
    InetSocketAddress target(int wanted) {
        return address.map(place -> new InetSocketAddress(place.getHostString(), place.getPort()))
                .orElseGet(() -> new InetSocketAddress(name, wanted));
    }
}
