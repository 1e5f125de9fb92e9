package io.jenkins.plugins.openfactory.engine.stage.cigate;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.engine.Phrases;
import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.evidence.report.Inert;
import io.jenkins.plugins.openfactory.evidence.report.Md;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.spec.Note;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.store.TicketRow;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The pull request as its reviewers read it. Words of the request and the model stay words: they call nobody, close
 * nothing and are no Markdown.
 */
final class PullRequestText {
    private static final int LONGEST_TITLE = 200;
    /** GitHub takes 65,536 characters. */
    private static final int LONGEST_BODY = 60_000;

    private static final Pattern PARAGRAPHS = Pattern.compile("\\R\\s*\\R");

    private PullRequestText() {}

    static Forge.Draft draft(StageContext context, String head) {
        Spec spec = context.documents().spec();
        String title = Inert.clip(Phrases.quiet(Inert.line(Phrases.clause(spec.title()))), LONGEST_TITLE);
        return new Forge.Draft(
                RunConfig.branch(context.runId()), context.config().base(), title, body(context, spec, head));
    }

    /** A comment that tells why a mend was pushed. */
    static String mended(Observation.Seen check, String failed, String mend, List<Note> notes) {
        return "The required check " + word(check.name()) + " failed on " + failed
                + " because of this change: it passes on the base. " + mend
                + " mends that, and the same commands pass on it here."
                + (notes.isEmpty() ? "" : "\n\n" + items(notes));
    }

    /** A comment that tells why the run stopped. */
    static String stopped(String code, String reason) {
        return "OpenFactory stopped here (`" + code + "`). " + word(reason);
    }

    private static String body(StageContext context, Spec spec, String head) {
        StringBuilder md = new StringBuilder(summary(spec.summary()));
        confirm(context, md);
        criteria(context, spec, md);
        tickets(context, md);
        verification(context, head, md);
        list(md, "Not part of this change", spec.nonGoals());
        list(md, "Assumed, because the request does not say", spec.assumptions());
        md.append("\nNo person has reviewed this change yet, and nothing was merged or released.\n");
        String footer = "\n---\nOpenFactory run `" + context.runId() + "`, trace `"
                + context.documents().row().traceId() + "`, specification SHA-256 `" + spec.sha256() + "`\n";
        return cut(md.toString(), LONGEST_BODY - footer.length()) + footer;
    }

    /** As many whole lines as there is room for. */
    private static String cut(String md, int room) {
        String rest = "\nThe rest did not fit here; it is in the run's `SPEC.md` and `TICKETS`.\n";
        return md.length() <= room ? md : md.substring(0, md.lastIndexOf('\n', room - rest.length()) + 1) + rest;
    }

    /** Paragraphs, without any Markdown of their own. */
    private static String summary(String text) {
        return PARAGRAPHS.splitAsStream(text.strip()).map(PullRequestText::word).collect(Collectors.joining("\n\n"));
    }

    private static String items(List<Note> notes) {
        return notes.stream()
                .map(note -> "- " + note.heading() + ": " + line(note.text()) + "\n")
                .collect(Collectors.joining());
    }

    /** What the models ask a person to look at, before anything else. */
    private static void confirm(StageContext context, StringBuilder md) {
        List<Note> notes = Note.of(
                context.documents()::json,
                context.documents().tickets().stream().map(Ticket::id).toList());
        if (!notes.isEmpty()) {
            md.append("\n\n## Please confirm\n\n").append(items(notes));
        }
    }

    private static void criteria(StageContext context, Spec spec, StringBuilder md) {
        List<Ticket> tickets = context.documents().tickets();
        md.append("\n\n## Acceptance criteria\n\n");
        for (Spec.Criterion criterion : spec.acceptanceCriteria()) {
            List<String> proofs = proofs(tickets, criterion.id());
            md.append("- **").append(criterion.id()).append("** ").append(line(criterion.statement()));
            md.append(proofs.isEmpty() ? "\n  - No test shows it.\n" : "\n");
            proofs.forEach(proof -> md.append("  - ").append(proof).append('\n'));
        }
    }

    private static List<String> proofs(List<Ticket> tickets, String criterion) {
        return tickets.stream()
                .flatMap(ticket -> ticket.tests().stream()
                        .filter(test -> test.proves().contains(criterion))
                        .map(test -> Md.code(String.join(" ", test.argv()))
                                + (test.mustFailFirst() ? " failed before ticket " : " passes with ticket ")
                                + ticket.id()
                                + (test.mustFailFirst() ? " and passes with it" : "")))
                .toList();
    }

    private static void tickets(StageContext context, StringBuilder md) {
        JsonNode commits =
                context.documents().json("integration").orElseGet(Json::object).path("commits");
        md.append("\n## Tickets\n\n");
        for (TicketRow row : context.documents().ticketRows()) {
            String commit = commits.path(row.ticketId()).asText(row.commit().orElse(""));
            md.append("- ").append(row.ticketId()).append(' ').append(word(Phrases.clause(row.title())));
            md.append(": ").append(commit.isEmpty() ? "no commit" : commit.substring(0, Math.min(12, commit.length())));
            md.append(", ").append(Count.of(row.attempts(), "attempt")).append('\n');
        }
    }

    private static void verification(StageContext context, String head, StringBuilder md) {
        Set<String> commands = new LinkedHashSet<>();
        context.config().gates().forEach(gate -> commands.add(String.join(" ", gate)));
        context.documents()
                .tickets()
                .forEach(ticket -> ticket.tests().forEach(test -> commands.add(String.join(" ", test.argv()))));
        md.append("\n## How to verify\n\n    git fetch origin ").append(RunConfig.branch(context.runId()));
        md.append(" && git checkout FETCH_HEAD\n");
        commands.forEach(
                command -> md.append("    ").append(Inert.line(command)).append('\n'));
        if (!context.config().gates().isEmpty()) {
            md.append("\nThe gates (")
                    .append(context.config().gates().stream()
                            .map(gate -> Md.code(String.join(" ", gate)))
                            .collect(Collectors.joining(", ")))
                    .append(") passed on ")
                    .append(head, 0, 12)
                    .append(" before it was pushed.\n");
        }
    }

    private static void list(StringBuilder md, String heading, List<String> items) {
        if (!items.isEmpty()) {
            md.append("\n## ").append(heading).append("\n\n");
            items.forEach(item -> md.append("- ").append(line(item)).append('\n'));
        }
    }

    private static String line(String text) {
        return word(Phrases.sentence(text));
    }

    private static String word(String text) {
        return Phrases.quiet(Md.line(text));
    }
}
