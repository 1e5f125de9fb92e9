package io.jenkins.plugins.openfactory.engine.work;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.RunDocuments;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.Optional;

/**
 * What stage 4 leaves for the stages after it of one ticket that succeeded.
 *
 * @param base the commit that the ticket's commit stands on
 * @param commit the verified commit, one on top of {@code base}
 */
public record TicketWork(String base, String commit) {
    private static String name(String ticketId) {
        return "ticket_work_" + ticketId;
    }

    public void save(RunDocuments documents, String ticketId) {
        ObjectNode json = Json.object().put("base", base).put("commit", commit);
        documents.save(name(ticketId), json);
    }

    public static Optional<TicketWork> of(RunDocuments documents, String ticketId) {
        return documents.json(name(ticketId)).map(json -> Json.value(json, TicketWork.class));
    }
}
