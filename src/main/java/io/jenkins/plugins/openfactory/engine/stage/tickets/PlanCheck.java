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
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Everything that code checks of a plan, in the order in which a planner should mend it. */
final class PlanCheck {
    private static final int MOST_TICKETS = 50;
    /** What a denial names where no rule is near. */
    private static final String NO_RULE = "none";

    /** What a plan may hold beside its tickets. */
    private static final List<String> NOTES = List.of("decisions", "concerns");

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

    /**
     * Accepts a bare list of tickets, decodes what was sent as a text, and names the policy's rules that a ticket's tests
     * use where the planner leaves that to us.
     */
    JsonNode repair(JsonNode json) {
        JsonNode list = json.isArray() ? json : json.path("tickets");
        if (!list.isArray()) {
            return json;
        }
        JsonNode schema = JsonSchemas.schema("ticket");
        ArrayNode repaired = Json.array();
        list.forEach(ticket -> repaired.add(withCommands(StructuredReply.repairTo(ticket, schema))));
        ObjectNode plan = Json.object();
        plan.set("tickets", repaired);
        NOTES.stream().filter(json::has).forEach(name -> plan.set(name, json.get(name)));
        return plan;
    }

    private JsonNode withCommands(JsonNode ticket) {
        if (!(ticket instanceof ObjectNode object) || !ticket.path("commands").isEmpty()) {
            return ticket;
        }
        Set<String> used = new TreeSet<>();
        for (JsonNode test : ticket.path("tests")) {
            List<String> argv = Json.texts(test.path("argv"));
            if (!argv.isEmpty()) {
                context.doors()
                        .commands()
                        .ruleOf(context.scope(), command(argv, Optional.empty()))
                        .ifPresent(used::add);
            }
        }
        object.set("commands", Json.tree(used));
        return object;
    }

    private static Optional<String> badNotes(JsonNode json) {
        return NOTES.stream()
                .filter(name -> json.has(name)
                        && (!json.get(name).isArray()
                                || StreamSupport.stream(json.get(name).spliterator(), false)
                                        .anyMatch(text -> !text.isTextual())))
                .findFirst()
                .map(name -> "/" + name + ": must be a list of texts; leave it out where it is empty");
    }

    Optional<String> firstProblem(JsonNode json) {
        JsonNode list = json.path("tickets");
        if (!list.isArray() || list.isEmpty()) {
            return Optional.of("/tickets: must be a list of at least one ticket");
        }
        int most = context.config().maxTickets().orElse(MOST_TICKETS);
        if (list.size() > most) {
            return Optional.of("/tickets: has " + list.size() + " tickets, and " + most + (most == 1 ? " is" : " are")
                    + " the most");
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
        return rules.firstProblem(tickets).or(() -> badNotes(json));
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
        Optional<Set<String>> rules =
                ticket.commands().isEmpty() ? Optional.empty() : Optional.of(Set.copyOf(ticket.commands()));
        Optional<Denied> denied = context.doors().commands().check(context.scope(), command(test.argv(), rules));
        String line = "the command policy refuses '" + String.join(" ", test.argv()) + "' (";
        return denied.map(why -> why.rule().equals(NO_RULE)
                ? line + why.code() + "): "
                        + why.reason().replaceFirst("; similar ones are .*", "; take one that is listed above")
                : line + why.code() + ", nearest rule " + why.rule() + "): " + why.reason());
    }

    private CommandDoor.Command command(List<String> argv, Optional<Set<String>> rules) {
        return new CommandDoor.Command(
                "plan-" + ++checked,
                "model",
                argv,
                workspace,
                Optional.of(gitDir),
                rules,
                Limits.defaults(),
                context.config().baseCommit(),
                "");
    }
}
