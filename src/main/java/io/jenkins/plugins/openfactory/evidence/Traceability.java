package io.jenkins.plugins.openfactory.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.store.ApprovalRow;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code TRACEABILITY.json} (schema {@code traceability}): from each acceptance criterion to what shows that it holds. */
public final class Traceability {
    /** Where a bundle has it. */
    public static final String PATH = "TRACEABILITY.json";

    private Traceability() {}

    /** Which test of which ticket is to prove which criterion; nothing has run yet. */
    public static ObjectNode planned(String runId, Spec spec, List<Ticket> tickets) {
        ObjectNode document = document(runId, spec);
        for (Spec.Criterion criterion : spec.acceptanceCriteria()) {
            ObjectNode row = criterion(document, criterion);
            for (Ticket ticket : tickets) {
                for (Ticket.Test test : ticket.tests()) {
                    if (test.proves().contains(criterion.id())) {
                        test(row, ticket.id(), test).putNull("passed");
                    }
                }
            }
            named(row);
        }
        ArrayNode list = document.putArray("tickets");
        tickets.forEach(ticket -> ticket(list, ticket));
        return document;
    }

    /** The same with the results, commits and checks of a green run. */
    public static ObjectNode proven(RunEvidence run) {
        ObjectNode document = document(run.run().runId(), run.spec());
        Optional<ApprovalRow> approved = approval(run);
        for (Spec.Criterion criterion : run.spec().acceptanceCriteria()) {
            ObjectNode row = criterion(document, criterion);
            for (TicketEvidence ticket : run.tickets()) {
                for (TicketEvidence.Proof proof : ticket.proofs()) {
                    if (proof.test().proves().contains(criterion.id())) {
                        result(test(row, ticket.id(), proof.test()), ticket, proof);
                    }
                }
            }
            named(row);
            row.put("status", TraceGate.status(row, approved.isPresent()));
        }
        approved.ifPresent(word -> document.putObject("approval")
                .put("by", word.by())
                .put("at", word.at().toString())
                .put("boundTo", word.boundSha256()));
        ArrayNode list = document.putArray("tickets");
        run.tickets().forEach(ticket -> ticket(list, ticket));
        changes(document, run.trace());
        document.put("headSha", run.pullRequest().headSha());
        document.put("pullRequest", run.pullRequest().url());
        ArrayNode gates = document.putArray("gates");
        run.gates().forEach(gate -> gates.add(run(gate)));
        ArrayNode checks = document.putArray("checks");
        run.ci()
                .checks()
                .forEach(check -> checks.addObject()
                        .put("name", check.name())
                        .put("conclusion", check.conclusion())
                        .put("headSha", check.headSha()));
        return document;
    }

    /** A person's approval of exactly the head commit; a later word on it counts. */
    private static Optional<ApprovalRow> approval(RunEvidence run) {
        return run.approvals().stream()
                .filter(word -> word.subject().equals("pr")
                        && word.boundSha256().equals(run.pullRequest().headSha()))
                .reduce((first, second) -> second)
                .filter(word -> word.decision().equals("approve"));
    }

    private static void changes(ObjectNode document, ChangeTrace trace) {
        ArrayNode commits = document.putArray("commits");
        for (ChangeTrace.Commit commit : trace.commits()) {
            ObjectNode row = commits.addObject().put("commit", commit.commit());
            owners(row, Set.of(commit.owner()), Set.of());
        }
        ArrayNode files = document.putArray("changes");
        for (ChangeTrace.File file : trace.files()) {
            ObjectNode entry = file(files, file.file());
            owners(entry, file.owners(), file.contract());
            entry.set("contract", Json.tree(new TreeSet<>(file.contract())));
            ArrayNode hunks = entry.putArray("hunks");
            for (ChangeTrace.Place place : file.places()) {
                owners(hunks.addObject().setAll((ObjectNode) Json.tree(place.hunk())), place.owners(), file.contract());
            }
        }
    }

    /** Names tickets and fixes; what fixes alone made belongs to the tickets whose contract covers the file. */
    private static void owners(ObjectNode row, Set<String> owners, Set<String> contract) {
        ArrayNode tickets = row.putArray("tickets");
        ArrayNode fixes = row.putArray("fixes");
        for (String owner : new TreeSet<>(owners)) {
            if (owner.startsWith(ChangeTrace.FIX)) {
                fixes.add(Integer.parseInt(owner.substring(ChangeTrace.FIX.length())));
            } else if (!owner.equals(ChangeTrace.NOBODY)) {
                tickets.add(owner);
            }
        }
        if (tickets.isEmpty() && !fixes.isEmpty()) {
            new TreeSet<>(contract).forEach(tickets::add);
        }
        row.put("nobodys", owners.isEmpty() || owners.contains(ChangeTrace.NOBODY));
    }

    private static ObjectNode document(String runId, Spec spec) {
        ObjectNode document = Json.object().put("runId", runId).put("specSha256", spec.sha256());
        document.putArray("criteria");
        return document;
    }

    private static ObjectNode criterion(ObjectNode document, Spec.Criterion criterion) {
        ObjectNode row = document.withArray("criteria").addObject();
        row.put("id", criterion.id()).put("text", criterion.statement());
        row.putArray("tickets");
        row.putArray("tests");
        return row;
    }

    private static ObjectNode test(ObjectNode criterion, String ticketId, Ticket.Test test) {
        ObjectNode row = criterion.withArray("tests").addObject().put("ticket", ticketId);
        test.argv().forEach(row.putArray("argv")::add);
        return row.put("failToPass", test.mustFailFirst());
    }

    /** Names the tickets of a criterion's tests, each once. */
    private static void named(ObjectNode criterion) {
        ArrayNode tickets = criterion.withArray("tickets");
        for (JsonNode test : criterion.path("tests")) {
            String id = test.path("ticket").asText();
            if (!Json.texts(tickets).contains(id)) {
                tickets.add(id);
            }
        }
    }

    private static void result(ObjectNode row, TicketEvidence ticket, TicketEvidence.Proof proof) {
        row.put("passed", proof.last().map(CommandEvidence::passed).orElse(null));
        row.put("commit", ticket.merged());
        row.set("before", runOrNull(proof.before()));
        row.set("after", runOrNull(proof.after()));
        row.set("merged", runOrNull(proof.merged()));
    }

    private static JsonNode runOrNull(Optional<CommandEvidence> command) {
        return command.<JsonNode>map(Traceability::run)
                .orElseGet(() -> Json.object().nullNode());
    }

    private static ObjectNode run(CommandEvidence command) {
        ObjectNode run = Json.object();
        command.argv().forEach(run.putArray("argv")::add);
        return run.put("commit", command.commit())
                .put("result", command.ending())
                .put("passed", command.passed())
                .put("millis", command.millis())
                .put("log", command.log().orElse(null))
                .put("audit", command.audit());
    }

    private static ObjectNode ticket(ArrayNode list, Ticket ticket) {
        ObjectNode row = list.addObject().put("id", ticket.id()).put("title", ticket.title());
        ArrayNode criteria = row.putArray("criteria");
        ticket.tests().stream()
                .flatMap(test -> test.proves().stream())
                .distinct()
                .sorted()
                .forEach(criteria::add);
        return row;
    }

    private static void ticket(ArrayNode list, TicketEvidence evidence) {
        ObjectNode row = ticket(list, evidence.ticket());
        row.put("status", evidence.row().state().id());
        row.put("base", evidence.base());
        row.put("commit", evidence.commit());
        row.put("merged", evidence.merged());
        row.put("patch", evidence.patch().orElse(null));
        ArrayNode files = row.putArray("files");
        for (FileEvidence file : evidence.files()) {
            ArrayNode hunks = file(files, file).putArray("hunks");
            file.hunks().forEach(hunk -> hunks.add(Json.tree(hunk)));
        }
    }

    private static ObjectNode file(ArrayNode files, FileEvidence file) {
        ObjectNode entry = files.addObject().put("path", file.path()).put("change", file.change());
        file.oldPath().ifPresent(old -> entry.put("oldPath", old));
        return entry.put("added", file.added()).put("removed", file.removed());
    }
}
