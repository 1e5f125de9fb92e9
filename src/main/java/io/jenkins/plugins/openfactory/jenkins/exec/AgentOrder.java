package io.jenkins.plugins.openfactory.jenkins.exec;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * How an agent sets its runner up. Travels to agents, so it has strings and flags alone.
 *
 * @param policyText the administrator's policy as JSON; null for the shipped one
 * @param minimumTier {@code full} or {@code reduced}
 * @param hostsText what prepare commands may reach, with spaces between
 */
record AgentOrder(String policyText, String minimumTier, boolean buildsInReducedTier, String hostsText)
        implements Serializable {
    private static final long serialVersionUID = 1;

    AgentOrder(Optional<String> policy, String minimumTier, boolean buildsInReducedTier) {
        this(policy.orElse(null), minimumTier, buildsInReducedTier, "");
    }

    /** The same order with these hosts. */
    AgentOrder withHosts(List<String> hosts) {
        return new AgentOrder(policyText, minimumTier, buildsInReducedTier, String.join(" ", hosts));
    }

    List<String> hosts() {
        return hostsText.isEmpty() ? List.of() : List.of(hostsText.split(" "));
    }

    Optional<String> policy() {
        return Optional.ofNullable(policyText);
    }
}
