package io.jenkins.plugins.openfactory.engine.work;

import io.jenkins.plugins.openfactory.edit.EditScope;
import io.jenkins.plugins.openfactory.journal.Budget;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.util.List;

/** The contract of tickets in the terms of the rooms that enforce it. */
public final class TicketScopes {
    private TicketScopes() {}

    /** The files that any of the tickets may touch. */
    public static EditScope of(List<Ticket> tickets) {
        return new EditScope(tickets.stream()
                .flatMap(ticket -> ticket.files().stream())
                .map(file -> new EditScope.Rule(
                        file.glob(),
                        file.allow().contains("create"),
                        file.allow().contains("modify"),
                        file.allow().contains("delete")))
                .toList());
    }

    /** What the ticket may use of the budget. */
    public static Budget.TicketBounds bounds(Ticket ticket) {
        return new Budget.TicketBounds(ticket.limits().tokens(), ticket.limits().usd());
    }
}
