package io.jenkins.plugins.openfactory.evidence.report;

import io.jenkins.plugins.openfactory.evidence.CiEvidence;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.evidence.TicketEvidence;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.ApprovalRow;
import io.jenkins.plugins.openfactory.store.ExchangeRow;
import io.jenkins.plugins.openfactory.store.StageRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How a run went, in the order of the pipeline: everything that did not pass at once, and what was done about it. The
 * sentences hold words of models and logs, so whoever shows them must make them inert.
 */
public final class Story {
    private static final int LONGEST = 300;
    private static final int MOST_NAMED = 8;

    private final RunEvidence run;
    private final List<String> told = new ArrayList<>();

    private Story(RunEvidence run) {
        this.run = run;
    }

    /** The sentences about a green run. */
    public static List<String> of(RunEvidence run) {
        Story story = new Story(run);
        story.people();
        story.replies();
        story.stages();
        run.tickets().forEach(story::ticket);
        story.merges();
        run.ci().rounds().forEach(story::round);
        story.interruptions();
        return story.told;
    }

    private void tell(String sentence) {
        told.add(Inert.clip(Inert.line(sentence), 2 * LONGEST));
    }

    private static String some(String text) {
        return Inert.clip(Inert.line(text), LONGEST);
    }

    private void people() {
        run.question()
                .ifPresent(question -> tell("One question was asked before the specification was frozen: “"
                        + some(question) + "” The answer of "
                        + answer().map(ApprovalRow::by).orElse("nobody") + " was: “"
                        + some(answer().map(ApprovalRow::text).orElse("")) + "”"));
        for (ApprovalRow word : run.approvals()) {
            if (!word.subject().equals("clarification")) {
                tell(word.by() + (word.decision().equals("approve") ? " approved " : " rejected ") + subject(word)
                        + " on " + Words.minute(word.at())
                        + (word.text().isBlank() ? "." : ", with the remark “" + some(word.text()) + "”"));
            }
        }
    }

    private Optional<ApprovalRow> answer() {
        return run.approvals().stream()
                .filter(word -> word.subject().equals("clarification"))
                .reduce((first, second) -> second);
    }

    private static String subject(ApprovalRow word) {
        return switch (word.subject()) {
            case "spec" -> "the specification";
            case "tickets" -> "the tickets";
            case "pr" -> "the pull request's commit";
            default -> word.subject();
        };
    }

    /** Replies of the model that had to be asked for again. */
    private void replies() {
        Map<String, Long> documents = run.exchanges().stream()
                .filter(exchange ->
                        exchange.ticketId().isEmpty() && !exchange.purpose().equals("ci-fix"))
                .filter(exchange -> exchange.attempt() > 1)
                .collect(Collectors.groupingBy(ExchangeRow::purpose, TreeMap::new, Collectors.counting()));
        documents.forEach((purpose, count) -> {
            long again = purpose.equals("spec") && run.question().isPresent() ? count - 1 : count;
            if (again > 0) {
                tell(
                        again == 1
                                ? "One reply with the " + purpose(purpose)
                                        + " did not pass its checks and was asked for again."
                                : again + " replies with the " + purpose(purpose)
                                        + " did not pass their checks and were asked for again.");
            }
        });
        if (!run.refused().isEmpty()) {
            int count = run.refused().size();
            tell((count == 1 ? "One command" : count + " commands") + " that the model proposed while planning "
                    + (count == 1 ? "was" : "were") + " refused by the command policy, and the plan was made again.");
        }
        long retried = run.exchanges().stream()
                .filter(exchange -> exchange.tries() > 1)
                .count();
        if (retried > 0) {
            tell(Words.count(retried, "model call") + " needed more than one try to reach the provider.");
        }
    }

    private static String purpose(String purpose) {
        return purpose.equals("spec") ? "specification" : purpose;
    }

    private void stages() {
        for (StageRow stage : run.stages()) {
            if (stage.attempts() > 1) {
                tell("Stage " + stage.stage().title() + " was entered " + stage.attempts()
                        + " times; what is told of it is the last time.");
            }
        }
    }

    private void ticket(TicketEvidence ticket) {
        List<TicketEvidence.Attempt> attempts = ticket.attempts();
        if (attempts.size() > 1) {
            String failed = attempts.stream()
                    .limit(attempts.size() - 1)
                    .map(attempt ->
                            "Attempt " + attempt.number() + " failed: " + Words.sentence(some(attempt.outcome())))
                    .collect(Collectors.joining(" "));
            tell("Ticket " + ticket.id() + " (" + ticket.ticket().title() + ") took " + attempts.size()
                    + " attempts. " + failed + " Attempt "
                    + attempts.get(attempts.size() - 1).number() + " proved it.");
        }
        int unusable = unusable(ticket);
        if (unusable > 0) {
            tell((unusable == 1 ? "One reply for ticket " : unusable + " replies for ticket ") + ticket.id()
                    + " could not be applied and " + (unusable == 1 ? "was" : "were") + " asked for again.");
        }
        if (!ticket.outside().isEmpty()) {
            tell("Ticket " + ticket.id() + " touched files outside its contract: " + String.join(", ", ticket.outside())
                    + ".");
        }
    }

    /** Replies beyond one for each attempt, in the last entry of the stage. */
    private int unusable(TicketEvidence ticket) {
        List<String> entries = run.exchanges().stream()
                .filter(exchange -> exchange.stage() == StageId.IMPLEMENT_LOOP
                        && exchange.ticketId().equals(Optional.of(ticket.id())))
                .map(exchange -> exchange.effectKey().split("/")[0])
                .toList();
        long last = entries.stream()
                .filter(entry -> entry.equals(entries.get(entries.size() - 1)))
                .count();
        return (int) Math.max(0, last - ticket.row().attempts());
    }

    private void merges() {
        List<String> moved = run.tickets().stream()
                .filter(TicketEvidence::moved)
                .map(TicketEvidence::id)
                .toList();
        if (!moved.isEmpty()) {
            String which = moved.size() == 1
                    ? "Ticket " + moved.get(0)
                    : moved.size() <= MOST_NAMED ? "Tickets " + Words.list(moved) : moved.size() + " tickets";
            tell(which + " became " + (moved.size() == 1 ? "a new commit" : "new commits")
                    + " when merged after the tickets before, so the tests were run again on the merged result.");
        }
    }

    private void round(CiEvidence.Round round) {
        String checks = round.seen().stream()
                .map(seen -> seen.name() + " " + seen.state().replace('_', ' '))
                .collect(Collectors.joining(", "));
        String head = "Required checks on " + Words.brief(round.commit()) + ": " + checks + ".";
        if (round.green()) {
            tell(head);
            return;
        }
        tell(head + " Verdict: " + round.verdict().replace('_', ' ')
                + (round.reason().isBlank() ? "." : " – " + Words.sentence(some(round.reason()))));
        run.ci().fixes().stream()
                .filter(fix -> fix.commands().stream()
                                .anyMatch(c -> c.stageAttempt() == round.stageAttempt()
                                        && c.job()
                                                .startsWith(
                                                        "fix-" + round.name().replace("-again", "") + "-"))
                        || fix.commands().isEmpty() && last(round))
                .forEach(this::fix);
    }

    private boolean last(CiEvidence.Round round) {
        List<CiEvidence.Round> red =
                run.ci().rounds().stream().filter(r -> !r.green()).toList();
        return red.get(red.size() - 1) == round;
    }

    private void fix(CiEvidence.Fix fix) {
        String files = Words.list(
                fix.files().stream().map(file -> file.path()).limit(5).toList());
        tell("Fix attempt " + fix.number() + " (commit " + Words.brief(fix.commit()) + ", " + files + ") "
                + (fix.pushed()
                        ? "passed the check's commands and the local gates here and was pushed."
                        : "was not kept."));
    }

    private void interruptions() {
        Map<String, Long> notes = run.interrupted().stream()
                .collect(Collectors.groupingBy(RunEvidence.Interruption::note, TreeMap::new, Collectors.counting()));
        notes.forEach((note, count) -> tell("The run was interrupted: " + Words.count(count, "step") + " "
                + (count == 1 ? "was" : "were") + " " + note + "."));
    }
}
