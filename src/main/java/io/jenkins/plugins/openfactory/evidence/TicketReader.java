package io.jenkins.plugins.openfactory.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.EffectRow;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads from the record what shows that a ticket was done. Immutable. */
public final class TicketReader {
    private final List<EffectRow> effects;
    private final List<CommandEvidence> commands;
    private final Function<String, Optional<String>> artifacts;

    /**
     * @param effects of the run, in order of intent
     * @param commands of the run, with their logs
     * @param artifacts the text of an artifact by its path
     */
    public TicketReader(
            List<EffectRow> effects, List<CommandEvidence> commands, Function<String, Optional<String>> artifacts) {
        this.effects = List.copyOf(effects);
        this.commands = List.copyOf(commands);
        this.artifacts = artifacts;
    }

    /** The ticket's commit on the run branch; {@code commit} where the merge did not move it or is not recorded. */
    public String merged(String ticketId, String commit) {
        return effects.stream()
                .filter(effect -> effect.kind().equals("merge")
                        && effect.stage() == StageId.INTEGRATION
                        && effect.ticketId().equals(Optional.of(ticketId)))
                .flatMap(effect -> effect.outcome().stream())
                .map(outcome -> Json.read(outcome).path("merged"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .reduce((first, second) -> second)
                .orElse(commit);
    }

    /** The attempts of the ticket as their pages tell them; one without a page is left out. */
    public List<TicketEvidence.Attempt> attempts(Ticket ticket, int count) {
        List<TicketEvidence.Attempt> attempts = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            int attempt = number;
            artifacts
                    .apply("TICKETS/" + ticket.slug() + "/attempt-" + number + ".md")
                    .ifPresent(page -> attempts.add(new TicketEvidence.Attempt(attempt, outcome(page))));
        }
        return attempts;
    }

    private static String outcome(String page) {
        String title = page.lines().findFirst().orElse("");
        int colon = title.indexOf(": ");
        return colon < 0 ? title : title.substring(colon + 2);
    }

    /**
     * The tests of the ticket with their results.
     *
     * @param attempt the one that proved it
     */
    public List<TicketEvidence.Proof> proofs(Ticket ticket, int attempt) {
        List<CommandEvidence> implemented = last(ticket, StageId.IMPLEMENT_LOOP);
        List<CommandEvidence> integrated = last(ticket, StageId.INTEGRATION);
        List<TicketEvidence.Proof> proofs = new ArrayList<>();
        int mustFail = 0;
        for (int i = 0; i < ticket.tests().size(); i++) {
            Ticket.Test test = ticket.tests().get(i);
            Optional<CommandEvidence> before = test.mustFailFirst()
                    ? find(implemented, "fail-first-" + attempt + "-" + ++mustFail, 1, test)
                    : Optional.empty();
            int number = i + 1;
            Optional<CommandEvidence> after = find(implemented, "attempt-" + attempt + "-again", number, test)
                    .or(() -> find(implemented, "attempt-" + attempt, number, test));
            proofs.add(new TicketEvidence.Proof(test, before, after, find(integrated, "integrated", number, test)));
        }
        return proofs;
    }

    private static Optional<CommandEvidence> find(
            List<CommandEvidence> commands, String job, int number, Ticket.Test test) {
        return commands.stream()
                .filter(command -> command.job().equals(job)
                        && command.number() == number
                        && command.argv().equals(test.argv()))
                .findFirst();
    }

    /** The ticket's commands in the last entry of a stage that ran any. */
    private List<CommandEvidence> last(Ticket ticket, StageId stage) {
        List<CommandEvidence> own = commands.stream()
                .filter(command ->
                        command.stage() == stage && command.ticketId().equals(Optional.of(ticket.id())))
                .toList();
        int entry = own.stream().mapToInt(CommandEvidence::stageAttempt).max().orElse(0);
        return own.stream().filter(command -> command.stageAttempt() == entry).toList();
    }
}
