package io.jenkins.plugins.openfactory.evidence.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.artifact.FolderArtifactStore;
import io.jenkins.plugins.openfactory.evidence.AuditChain;
import io.jenkins.plugins.openfactory.evidence.AuditedCommand;
import io.jenkins.plugins.openfactory.evidence.CiEvidence;
import io.jenkins.plugins.openfactory.evidence.CiReader;
import io.jenkins.plugins.openfactory.evidence.CommandEvidence;
import io.jenkins.plugins.openfactory.evidence.CommandLogs;
import io.jenkins.plugins.openfactory.evidence.TicketReader;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.TicketState;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.spec.Note;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.store.AuditRow;
import io.jenkins.plugins.openfactory.store.EffectRow;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStatusDocument;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.TicketRow;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A run as its record tells it now, whether it goes on or has ended. Reads only; made for each question; safe for any
 * thread.
 */
public final class LiveRun {
    /** The document that says what a waiting run asks the approval of. */
    private static final String PENDING = "pending_approval";

    private static final int CHARACTERS = 20_000;
    private static final int ROWS = 20_000;

    private final RunStore store;
    private final String runId;
    private final FolderArtifactStore artifacts;
    private final Path folder;
    private final RunLog log;

    /** @throws io.jenkins.plugins.openfactory.run.UserError from every question if there is no such run */
    public LiveRun(RunStore store, FactoryHome home, String runId) {
        this.store = store;
        this.runId = runId;
        this.folder = home.artifacts(runId);
        this.artifacts = new FolderArtifactStore(folder);
        this.log = new RunLog(home.run(runId));
    }

    /** What a person must see first. */
    public Head head() {
        return Head.of(RunStatusDocument.of(store, runId), approval(), log.size());
    }

    /** The head as JSON, in which no text can act on a screen. */
    public JsonNode headJson() {
        return RunView.inert(Json.tree(head()), CHARACTERS);
    }

    /** What an approval is asked for now; empty where none is. */
    public Optional<Head.Approval> approval() {
        boolean asked = store.run(runId)
                .flatMap(RunRow::waitingFor)
                .filter(reason -> reason.id().equals("approval"))
                .isPresent();
        return !asked ? Optional.empty() : json(PENDING).map(LiveRun::approval);
    }

    private static Head.Approval approval(JsonNode pending) {
        List<String> files = new ArrayList<>();
        pending.path("files").forEach(file -> files.add(file.path("path").asText()));
        return new Head.Approval(
                pending.path("subject").asText(), pending.path("sha256").asText(), files);
    }

    /** The document of the run view, schema {@code run-view}. */
    public JsonNode viewJson() {
        return view().json(CHARACTERS, ROWS);
    }

    private RunView view() {
        Head head = head();
        RunRow row = store.run(runId).orElseThrow();
        JsonNode request = Json.read(row.request());
        List<Ticket> tickets = contracts();
        List<EffectRow> effects = store.effects(runId);
        List<AuditRow> audit = store.audit(runId);
        List<RunView.File> files = files();
        Set<String> paths = files.stream().map(RunView.File::path).collect(Collectors.toSet());
        List<CommandEvidence> commands = CommandLogs.assign(
                effects.stream()
                        .map(CommandEvidence::of)
                        .flatMap(Optional::stream)
                        .toList(),
                tickets.stream().collect(Collectors.toMap(Ticket::id, Ticket::slug)),
                paths);
        Function<String, Optional<String>> read = path -> paths.contains(path) ? text(path) : Optional.empty();
        CiEvidence ci = new CiReader(effects, commands, read, (from, to) -> List.of())
                .read(json("checks").orElseGet(Json::array));
        return new RunView(
                RunView.VERSION,
                head,
                new RunView.Request(
                        request.path("text").asText(), request.path("origin").asText(), row.requestSha256()),
                json("spec").map(Spec::of),
                tickets(tickets, new TicketReader(effects, commands, read), read),
                Note.of(this::json, tickets.stream().map(Ticket::id).toList()),
                CommandView.of(AuditedCommand.of(audit), commands),
                store.exchanges(runId).stream().map(ExchangeView::of).toList(),
                ci.rounds(),
                ci.fixes().stream().map(RunView.Fix::of).toList(),
                AuditChain.of(audit),
                words(),
                List.of(),
                files);
    }

    private List<TicketView> tickets(
            List<Ticket> contracts, TicketReader reader, Function<String, Optional<String>> read) {
        Map<String, TicketRow> rows =
                store.tickets(runId).stream().collect(Collectors.toMap(TicketRow::ticketId, Function.identity()));
        List<TicketView> views = new ArrayList<>();
        for (Ticket ticket : contracts) {
            TicketRow row = rows.getOrDefault(ticket.id(), pending(ticket));
            String path = "TICKETS/" + ticket.slug() + "/PATCH.diff";
            Optional<String> patch = read.apply(path);
            views.add(TicketView.of(
                    ticket,
                    row,
                    row.commit().map(commit -> reader.merged(ticket.id(), commit)),
                    reader.attempts(ticket, row.attempts()),
                    reader.proofs(ticket, row.attempts()),
                    patch.map(PatchFiles::of).orElse(List.of()),
                    patch.map(text -> path)));
        }
        return views;
    }

    private static TicketRow pending(Ticket ticket) {
        return new TicketRow(
                ticket.id(),
                ticket.title(),
                TicketState.PENDING,
                0,
                ticket.dependsOn(),
                Optional.empty(),
                Optional.empty(),
                "");
    }

    private List<Ticket> contracts() {
        List<Ticket> tickets = new ArrayList<>();
        json("tickets").ifPresent(document -> document.path("tickets").forEach(each -> tickets.add(Ticket.of(each))));
        return tickets;
    }

    private List<RunView.Word> words() {
        return store.approvals(runId).stream()
                .map(word -> new RunView.Word(
                        word.subject(),
                        word.decision(),
                        word.boundSha256(),
                        word.text(),
                        word.by(),
                        word.at().toString()))
                .toList();
    }

    private Optional<JsonNode> json(String document) {
        return store.document(runId, document).map(Json::read);
    }

    /** The artifacts with their sizes; hashing them all would take too long for a page that is looked at often. */
    private List<RunView.File> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            List<RunView.File> files = new ArrayList<>();
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                String path = folder.relativize(file).toString().replace('\\', '/');
                if (!path.startsWith(".")) {
                    files.add(new RunView.File(path, Files.size(file), Optional.empty()));
                }
            }
            return files;
        } catch (IOException e) {
            throw unreadable(folder.toString(), e);
        }
    }

    /** The run's log from an offset on. */
    public Slice log(long from) {
        return log.read(from);
    }

    /** A piece of an artifact; empty where there is none of that name. */
    public Optional<Slice> file(String path, long from) {
        return bytes(path).map(all -> {
            int begin = (int) Math.max(0, Math.min(from, all.length));
            int end = (int) Math.min(all.length, (long) begin + Slice.MOST);
            return Slice.of(java.util.Arrays.copyOfRange(all, begin, end), begin, all.length);
        });
    }

    private Optional<String> text(String path) {
        return bytes(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private Optional<byte[]> bytes(String path) {
        try {
            return artifacts.get(path);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            if (Files.isDirectory(folder.resolve(path))) {
                return Optional.empty();
            }
            throw unreadable(path, e);
        }
    }

    private static WorldFault unreadable(String path, IOException e) {
        return new WorldFault("disk_failed", "The artifact " + path + " can't be read: " + e.getMessage() + ".", e);
    }

    /** The messages and the reply of an exchange, inert; empty where there is none of that key. */
    public Optional<JsonNode> exchange(String key) {
        return store.effect(runId, key)
                .filter(effect -> effect.kind().equals("model"))
                .map(effect -> {
                    ObjectNode exchange = Json.object().put("key", key);
                    exchange.set("messages", Json.read(effect.request()).path("messages"));
                    exchange.put(
                            "reply",
                            effect.outcome()
                                    .map(outcome ->
                                            Json.read(outcome).path("text").asText())
                                    .orElse(""));
                    return RunView.inert(exchange, Slice.MOST);
                });
    }
}
