package io.jenkins.plugins.openfactory.engine.stage.implement;

import io.jenkins.plugins.openfactory.run.TicketState;
import io.jenkins.plugins.openfactory.store.TicketRow;
import java.util.Optional;

/** Steps of a ticket's row. */
final class TicketRows {
    private TicketRows() {}

    static TicketRow state(TicketRow row, TicketState state, String summary) {
        return new TicketRow(
                row.ticketId(),
                row.title(),
                state,
                row.attempts(),
                row.dependsOn(),
                row.branch(),
                row.commit(),
                summary);
    }

    static TicketRow attempt(TicketRow row, int attempt, String branch) {
        return new TicketRow(
                row.ticketId(),
                row.title(),
                TicketState.RUNNING,
                attempt,
                row.dependsOn(),
                Optional.of(branch),
                row.commit(),
                "");
    }

    static TicketRow succeeded(TicketRow row, String commit, String summary) {
        return new TicketRow(
                row.ticketId(),
                row.title(),
                TicketState.SUCCEEDED,
                row.attempts(),
                row.dependsOn(),
                row.branch(),
                Optional.of(commit),
                summary);
    }
}
