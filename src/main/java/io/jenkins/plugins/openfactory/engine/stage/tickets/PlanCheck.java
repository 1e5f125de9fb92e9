package io.jenkins.plugins.openfactory.engine.stage.tickets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.work.TicketScopes;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.journal.CommandDoor;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.json.JsonSchemas;
import io.jenkins.plugins.openfactory.json.SchemaViolation;
import io.jenkins.plugins.openfactory.model.structured.StructuredReply;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import io.jenkins.plugins.openfactory.ticket.TicketRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everything that code checks of a plan, in the order in which a planner should mend it. */
final class PlanCheck {
    private static final int MOST_TICKETS = 50;

    private final StageContext context;
    private final TicketRules rules;
    private final Path workspace;
    private final Path gitDir;
    private int checked;

    PlanCheck(StageContext context, Spec spec) {
        this.context = context;
        this.workspace = context.workspace("planning");
        this.gitDir = context.doors()
                .git()
                .checkout(
                        context.scope(), "planning", workspace, context.config().baseCommit());
        this.rules = new TicketRules(spec, context.doors().commands().rules(), this::refusal);
    }

    void close() {
        context.doors().git().remove(workspace);
    }

    /** Accepts a bare list of tickets, and decodes what was sent as a text. */
    static JsonNode repair(JsonNode json) {
        JsonNode list = json.isArray() ? json : json.path("tickets");
        if (!list.isArray()) {
            return json;
        }
        JsonNode schema = JsonSchemas.schema("ticket");
        ArrayNode repaired = Json.array();
        list.forEach(ticket -> repaired.add(StructuredReply.repairTo(ticket, schema)));
        return Json.object().<ObjectNode>set("tickets", repaired);
    }

    Optional<String> firstProblem(JsonNode json) {
        JsonNode list = json.path("tickets");
        if (!list.isArray() || list.isEmpty()) {
            return Optional.of("/tickets: must be a list of at least one ticket");
        }
        if (list.size() > MOST_TICKETS) {
            return Optional.of("/tickets: has " + list.size() + " tickets; " + MOST_TICKETS + " are the most");
        }
        List<Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            List<SchemaViolation> violations = JsonSchemas.validate("ticket", list.get(i));
            if (!violations.isEmpty()) {
                return Optional.of("/tickets/" + i + violations.get(0));
            }
            tickets.add(Ticket.of(list.get(i)));
        }
        for (int i = 0; i < tickets.size(); i++) {
            Optional<String> glob = badGlob(tickets.get(i));
            if (glob.isPresent()) {
                return Optional.of("/tickets/" + i + "/files: " + glob.get());
            }
        }
        return rules.firstProblem(tickets);
    }

    private static Optional<String> badGlob(Ticket ticket) {
        try {
            TicketScopes.of(List.of(ticket));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private Optional<String> refusal(Ticket ticket, Ticket.Test test) {
        CommandDoor.Command command = new CommandDoor.Command(
                "plan-" + ++checked,
                "model",
                test.argv(),
                workspace,
                Optional.of(gitDir),
                Optional.of(Set.copyOf(ticket.commands())),
                Limits.defaults(),
                context.config().baseCommit(),
                "");
        Optional<Denied> denied = context.doors().commands().check(context.scope(), command);
        return denied.map(why -> "the command policy refuses '" + String.join(" ", test.argv()) + "' (" + why.code()
                + ", nearest rule " + why.rule() + "): " + why.reason());
    }
}
