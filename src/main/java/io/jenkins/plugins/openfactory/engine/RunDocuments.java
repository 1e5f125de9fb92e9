package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.store.ApprovalRow;
import io.jenkins.plugins.openfactory.store.AuditRow;
import io.jenkins.plugins.openfactory.store.EffectRow;
import io.jenkins.plugins.openfactory.store.ExchangeRow;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStatusDocument;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StageRow;
import io.jenkins.plugins.openfactory.store.TicketRow;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The run record as stages see it: documents that one stage leaves for the next. Safe for any thread. */
public final class RunDocuments {
    private static final String SPEC = "spec";
    private static final String TICKETS = "tickets";

    private final RunStore store;
    private final String runId;

    public RunDocuments(RunStore store, String runId) {
        this.store = store;
        this.runId = runId;
    }

    public String runId() {
        return runId;
    }

    public RunRow row() {
        return store.run(runId).orElseThrow(() -> new IllegalStateException("no run " + runId));
    }

    /** The request's snapshot. */
    public JsonNode request() {
        return Json.read(row().request());
    }

    /** The request as its author wrote it. */
    public String requestText() {
        return request().path("text").asText();
    }

    /** What people who don't decide about the repository wrote on the request's issue; empty where nobody did. */
    public String remarks() {
        return IssueRequest.remarks(request());
    }

    /** Keeps the frozen specification with its hash; the run has its title from now on. */
    public void freeze(JsonNode spec) {
        store.saveDocumentSoon(runId, SPEC, Json.write(spec));
        store.update(
                runId,
                row -> row.withSpec(Spec.freezeHash(spec), spec.path("title").asText()));
    }

    /** The frozen specification; a stage that runs before the freeze must not ask. */
    public Spec spec() {
        return Spec.of(json(SPEC).orElseThrow(() -> new IllegalStateException("nothing is frozen yet")));
    }

    public void saveTickets(JsonNode tickets) {
        store.saveDocumentSoon(runId, TICKETS, Json.write(tickets));
    }

    /** The planned tickets in order of id; empty before planning. */
    public List<Ticket> tickets() {
        List<Ticket> tickets = new ArrayList<>();
        json(TICKETS).ifPresent(doc -> doc.path("tickets").forEach(t -> tickets.add(Ticket.of(t))));
        return List.copyOf(tickets);
    }

    public void save(String name, JsonNode document) {
        store.saveDocumentSoon(runId, name, Json.write(document));
    }

    public Optional<JsonNode> json(String name) {
        return store.document(runId, name).map(Json::read);
    }

    public List<TicketRow> ticketRows() {
        return store.tickets(runId);
    }

    public Optional<TicketRow> ticketRow(String id) {
        return ticketRows().stream().filter(row -> row.ticketId().equals(id)).findFirst();
    }

    public void saveTicketRow(TicketRow row) {
        store.saveTicket(runId, row);
    }

    public void updateTicketRow(String id, UnaryOperator<TicketRow> change) {
        store.saveTicket(runId, change.apply(ticketRow(id).orElseThrow()));
    }

    /** The last word of a person on a subject, whatever it is bound to. */
    public Optional<ApprovalRow> word(String subject) {
        return store.approvals(runId).stream()
                .filter(row -> row.subject().equals(subject))
                .reduce((first, second) -> second);
    }

    public List<ApprovalRow> approvals() {
        return store.approvals(runId);
    }

    public List<StageRow> stages() {
        return store.stages(runId);
    }

    public List<ExchangeRow> exchanges() {
        return store.exchanges(runId);
    }

    public List<AuditRow> audit() {
        return store.audit(runId);
    }

    /** Every effect in order of intent. */
    public List<EffectRow> effects() {
        return store.effects(runId);
    }

    /** What the exchanges add up to. */
    public RunStore.Usage usage() {
        return store.usage(runId);
    }

    /** The status document as it is now. */
    public ObjectNode status() {
        return RunStatusDocument.of(store, runId);
    }
}
