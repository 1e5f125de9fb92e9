package io.jenkins.plugins.openfactory.engine.stage.cigate;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.engine.Phrases;
import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.store.TicketRow;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The pull request as its reviewers read it. Words of the request and the model call nobody and close nothing. */
final class PullRequestText {
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_BODY = 60_000;
    /** What a forge makes a notification or a link of: a name after an at sign, a number after a number sign. */
    private static final Pattern CALLS = Pattern.compile("([@#])(?=\\w)");

    private PullRequestText() {}

    static Forge.Draft draft(StageContext context, String head) {
        Spec spec = context.documents().spec();
        String title = Phrases.clause(spec.title());
        String short200 = title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE - 1) + "…";
        return new Forge.Draft(
                RunConfig.branch(context.runId()), context.config().base(), short200, body(context, spec, head));
    }

    private static String body(StageContext context, Spec spec, String head) {
        StringBuilder md = new StringBuilder(plain(spec.summary().strip()));
        criteria(context, spec, md);
        tickets(context, md);
        verification(context, head, md);
        notDone(spec, md);
        String footer = "\n---\nOpenFactory run `" + context.runId() + "`, trace `"
                + context.documents().row().traceId() + "`, specification SHA-256 `" + spec.sha256() + "`\n";
        int room = LONGEST_BODY - footer.length();
        return md.length() <= room
                ? md + footer
                : md.substring(0, room - 100) + "\n\nThe rest is in the run's SPEC.md.\n" + footer;
    }

    private static void criteria(StageContext context, Spec spec, StringBuilder md) {
        List<Ticket> tickets = context.documents().tickets();
        md.append("\n\n## Acceptance criteria\n\n");
        for (Spec.Criterion criterion : spec.acceptanceCriteria()) {
            String proofs = proofs(tickets, criterion.id());
            md.append("- **").append(criterion.id()).append("** ").append(line(criterion.statement()));
            md.append("\n  shown by ")
                    .append(proofs.isEmpty() ? "no test" : proofs)
                    .append('\n');
        }
    }

    private static void tickets(StageContext context, StringBuilder md) {
        JsonNode commits =
                context.documents().json("integration").orElseGet(Json::object).path("commits");
        md.append("\n## Tickets\n\n");
        for (TicketRow row : context.documents().ticketRows()) {
            String commit = commits.path(row.ticketId()).asText(row.commit().orElse(""));
            md.append("- ").append(row.ticketId()).append(' ').append(line(row.title()));
            md.append(commit.isEmpty() ? " (no commit" : " (" + commit.substring(0, Math.min(12, commit.length())));
            md.append(", ").append(Count.of(row.attempts(), "attempt")).append(")\n");
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
        commands.forEach(command ->
                md.append("    ").append(command.replaceAll("\\R", " ")).append('\n'));
        if (!context.config().gates().isEmpty()) {
            md.append("\nThe gates passed on `").append(head, 0, 12).append("` before it was pushed.\n");
        }
    }

    private static void notDone(Spec spec, StringBuilder md) {
        md.append("\n## What was not done\n\n");
        spec.nonGoals().forEach(goal -> md.append("- ").append(line(goal)).append('\n'));
        spec.assumptions()
                .forEach(assumption ->
                        md.append("- Assumed: ").append(line(assumption)).append('\n'));
        md.append("- No person has reviewed this change, and nothing was merged or released.\n");
    }

    private static String proofs(List<Ticket> tickets, String criterion) {
        return tickets.stream()
                .flatMap(ticket -> ticket.tests().stream()
                        .filter(test -> test.proves().contains(criterion))
                        .map(test -> "`" + String.join(" ", test.argv()).replaceAll("[`\\r\\n]", " ") + "` (ticket "
                                + ticket.id() + ")"))
                .collect(Collectors.joining(", "));
    }

    private static String line(String text) {
        return plain(Phrases.clause(text)) + ".";
    }

    private static String plain(String text) {
        return CALLS.matcher(text.replace("<!--", "&lt;!--")).replaceAll("$1\u200b");
    }
}
