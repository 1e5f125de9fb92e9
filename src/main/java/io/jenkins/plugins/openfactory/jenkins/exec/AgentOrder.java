package io.jenkins.plugins.openfactory.jenkins.exec;

import java.io.Serializable;
import java.util.Optional;

/**
 * How an agent sets its runner up. Travels to agents, so it has strings and flags alone.
 *
 * @param policyText the administrator's policy as JSON; null for the shipped one
 * @param minimumTier {@code full} or {@code reduced}
 */
record AgentOrder(String policyText, String minimumTier, boolean buildsInReducedTier) implements Serializable {
    private static final long serialVersionUID = 1;

    AgentOrder(Optional<String> policy, String minimumTier, boolean buildsInReducedTier) {
        this(policy.orElse(null), minimumTier, buildsInReducedTier);
    }

    Optional<String> policy() {
        return Optional.ofNullable(policyText);
    }
}
