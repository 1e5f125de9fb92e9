package io.jenkins.plugins.openfactory.store;

import io.jenkins.plugins.openfactory.run.TicketState;
import java.util.List;
import java.util.Optional;

/**
 * One ticket of a run as it stands.
 *
 * @param ticketId four digits, for instance {@code 0001}
 * @param attempts how many attempts were begun
 * @param commit the verified head of the ticket's branch
 */
public record TicketRow(
        String ticketId,
        String title,
        TicketState state,
        int attempts,
        List<String> dependsOn,
        Optional<String> branch,
        Optional<String> commit,
        String summary) {}
