package io.jenkins.plugins.openfactory.engine.work;

import io.jenkins.plugins.openfactory.edit.EditScope;
import io.jenkins.plugins.openfactory.journal.Budget;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The contract of tickets in the terms of the rooms that enforce it. */
public final class TicketScopes {
    private TicketScopes() {}

    /** The files that any of the tickets may touch. */
    public static EditScope of(List<Ticket> tickets) {
        return new EditScope(tickets.stream()
                .flatMap(ticket -> ticket.files().stream())
                .map(file -> EditScope.Rule.of(file.glob(), kinds(file)))
                .toList());
    }

    private static Set<EditScope.Kind> kinds(Ticket.FileRule file) {
        return Arrays.stream(EditScope.Kind.values())
                .filter(kind -> file.allow().contains(kind.id()))
                .collect(Collectors.toSet());
    }

    /** What the ticket may use of the budget. */
    public static Budget.TicketBounds bounds(Ticket ticket) {
        return new Budget.TicketBounds(ticket.limits().tokens(), ticket.limits().usd());
    }
}
