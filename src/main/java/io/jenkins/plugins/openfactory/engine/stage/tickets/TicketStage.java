package io.jenkins.plugins.openfactory.engine.stage.tickets;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.engine.Approvals;
import io.jenkins.plugins.openfactory.engine.Phrases;
import io.jenkins.plugins.openfactory.engine.Stage;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.StageResult;
import io.jenkins.plugins.openfactory.engine.work.StructuredAsk;
import io.jenkins.plugins.openfactory.evidence.Traceability;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.journal.ArtifactDoor.Text;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.ModelRequest;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.TicketState;
import io.jenkins.plugins.openfactory.spec.Note;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.store.TicketRow;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import io.jenkins.plugins.openfactory.ticket.TicketMarkdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Stage 3: the specification becomes tickets with an enforced contract each, checked by code. */
public final class TicketStage implements Stage {
    @Override
    public StageId id() {
        return StageId.TICKET_PLANNING;
    }

    @Override
    public StageResult run(StageContext context) {
        Spec spec = context.documents().spec();
        PlanCheck check = new PlanCheck(context, spec);
        StructuredAsk ask = new StructuredAsk(context, ModelRequest.Purpose.TICKETS);
        StructuredAsk.Answer answer =
                ask.json(TicketPrompt.messages(context, spec), check::repair, check::firstProblem);
        check.close();
        if (answer instanceof StructuredAsk.Answer.Bad bad) {
            return new StageResult.Failed(
                    "tickets_invalid",
                    "The model gave no usable tickets in three replies; the last problem was "
                            + Phrases.inner(bad.problem()) + ".");
        }
        JsonNode json = ((StructuredAsk.Answer.Good) answer).json();
        context.documents().saveTickets(json);
        context.documents().save(Note.document(Note.TICKETS), Note.json(Note.ofJson(Note.TICKETS, json)));
        List<Ticket> tickets = context.documents().tickets();
        context.doors().artifacts().publish(context.scope(), texts(context, json, spec, tickets));
        seed(context, tickets);
        return Approvals.required(context, "tickets", Sha256.hex(Json.canonical(json)), "the tickets")
                .orElseGet(() -> new StageResult.Succeeded(
                        tickets.size() + (tickets.size() == 1 ? " ticket covers " : " tickets cover ")
                                + spec.acceptanceCriteria().size() + " acceptance criteria"));
    }

    private static List<Text> texts(StageContext context, JsonNode json, Spec spec, List<Ticket> tickets) {
        List<Text> texts = new ArrayList<>();
        for (int i = 0; i < tickets.size(); i++) {
            Ticket ticket = tickets.get(i);
            String path = "TICKETS/" + ticket.slug();
            texts.add(new Text(path + ".md", TicketMarkdown.render(ticket)));
            texts.add(new Text(path + ".json", Json.pretty(json.path("tickets").get(i))));
        }
        texts.add(new Text(Traceability.PATH, Json.pretty(Traceability.planned(context.runId(), spec, tickets))));
        return texts;
    }

    private static void seed(StageContext context, List<Ticket> tickets) {
        for (Ticket ticket : tickets) {
            if (context.documents().ticketRow(ticket.id()).isEmpty()) {
                context.documents()
                        .saveTicketRow(new TicketRow(
                                ticket.id(),
                                ticket.title(),
                                TicketState.PENDING,
                                0,
                                ticket.dependsOn(),
                                Optional.empty(),
                                Optional.empty(),
                                ""));
            }
        }
    }
}
