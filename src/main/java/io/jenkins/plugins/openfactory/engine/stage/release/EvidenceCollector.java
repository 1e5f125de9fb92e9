package io.jenkins.plugins.openfactory.engine.stage.release;

import io.jenkins.plugins.openfactory.artifact.Artifact;
import io.jenkins.plugins.openfactory.edit.EditOutcome;
import io.jenkins.plugins.openfactory.edit.EditScope;
import io.jenkins.plugins.openfactory.edit.FileTree;
import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.engine.RunDocuments;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.work.TicketScopes;
import io.jenkins.plugins.openfactory.engine.work.TicketWork;
import io.jenkins.plugins.openfactory.engine.work.TreeChanges;
import io.jenkins.plugins.openfactory.evidence.AuditChain;
import io.jenkins.plugins.openfactory.evidence.AuditedCommand;
import io.jenkins.plugins.openfactory.evidence.ChangeTrace;
import io.jenkins.plugins.openfactory.evidence.CiEvidence;
import io.jenkins.plugins.openfactory.evidence.CiReader;
import io.jenkins.plugins.openfactory.evidence.CommandEvidence;
import io.jenkins.plugins.openfactory.evidence.CommandLogs;
import io.jenkins.plugins.openfactory.evidence.FileEvidence;
import io.jenkins.plugins.openfactory.evidence.ReadmeSections;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.evidence.TicketEvidence;
import io.jenkins.plugins.openfactory.evidence.TicketReader;
import io.jenkins.plugins.openfactory.exec.SandboxReport;
import io.jenkins.plugins.openfactory.journal.GitDoor;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.spec.Note;
import io.jenkins.plugins.openfactory.store.ApprovalRow;
import io.jenkins.plugins.openfactory.store.AuditRow;
import io.jenkins.plugins.openfactory.store.EffectRow;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.StageRow;
import io.jenkins.plugins.openfactory.store.TicketRow;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Puts a run's evidence together from its record, its repository and its artifacts. Changes nothing. */
final class EvidenceCollector {
    private final StageContext context;
    private final RunDocuments documents;
    private final RunConfig config;
    private final List<EffectRow> effects;
    private final List<CommandEvidence> commands;
    private final TicketReader reader;

    /** @param artifacts those that the stages before made */
    EvidenceCollector(StageContext context, List<Artifact> artifacts) {
        this.context = context;
        this.documents = context.documents();
        this.config = context.config();
        this.effects = documents.effects();
        Map<String, String> slugs = documents.tickets().stream().collect(Collectors.toMap(Ticket::id, Ticket::slug));
        Set<String> paths = artifacts.stream().map(Artifact::path).collect(Collectors.toSet());
        this.commands = CommandLogs.assign(
                effects.stream()
                        .map(CommandEvidence::of)
                        .flatMap(Optional::stream)
                        .toList(),
                slugs,
                paths);
        this.reader = new TicketReader(effects, commands, this::artifact);
    }

    /**
     * @param stages as they are once the bundle is complete
     * @param chain the run's audit chain
     * @param now when that is
     */
    RunEvidence collect(List<StageRow> stages, List<AuditRow> chain, Instant now) {
        RunRow row = documents.row();
        RunEvidence.PullRequest pull =
                Json.value(documents.json("pull_request").orElseThrow(), RunEvidence.PullRequest.class);
        List<Ticket> tickets = documents.tickets();
        List<TicketEvidence> done = tickets.stream().map(this::ticket).toList();
        CiEvidence ci = new CiReader(effects, commands, this::artifact, this::files)
                .read(documents.json("checks").orElseGet(Json::array));
        return new RunEvidence(
                run(row),
                setup(),
                documents.spec(),
                stages,
                done,
                Note.of(documents::json, tickets.stream().map(Ticket::id).toList()),
                files(config.baseCommit(), pull.headSha()),
                outside(tickets, config.baseCommit(), pull.headSha()),
                trace(done, ci, pull.headSha()),
                commands,
                refused(),
                documents.exchanges(),
                documents.usage(),
                pull,
                ci,
                AuditChain.of(chain),
                AuditedCommand.of(chain),
                documents.approvals(),
                question(),
                interruptions(),
                readme(pull.headSha()),
                now);
    }

    private RunEvidence.Run run(RunRow row) {
        return new RunEvidence.Run(
                row.runId(),
                row.traceId(),
                row.title(),
                documents.requestText(),
                documents.request().path("origin").asText(),
                row.requestSha256(),
                row.specSha256().orElseThrow(),
                row.createdAt());
    }

    private RunEvidence.Setup setup() {
        SandboxReport sandbox = context.doors().commands().sandbox();
        RunConfig.BudgetConfig budget = config.budget();
        return new RunEvidence.Setup(
                config.repository(),
                config.base(),
                config.baseCommit(),
                RunConfig.branch(context.runId()),
                config.forge().kind(),
                config.requiredChecks(),
                config.gates(),
                config.requiredChecks().stream()
                        .distinct()
                        .collect(Collectors.toMap(check -> check, config::reproduce)),
                config.attempts(),
                config.ciFixes(),
                config.parallel(),
                config.maxDiffLines(),
                config.approvals(),
                config.model().settings(),
                new RunEvidence.Bounds(budget.usd(), budget.tokens(), budget.wallClockSeconds()),
                new RunEvidence.Sandbox(
                        sandbox.tier().name().toLowerCase(Locale.ROOT),
                        sandbox.detail(),
                        sandbox.uid(),
                        config.sandbox().minimumTier()),
                context.doors().commands().policySha256());
    }

    private TicketEvidence ticket(Ticket ticket) {
        TicketRow row = documents.ticketRow(ticket.id()).orElseThrow();
        TicketWork work = TicketWork.of(documents, ticket.id())
                .orElseThrow(() -> new IllegalStateException("ticket " + ticket.id() + " has no commit"));
        return new TicketEvidence(
                ticket,
                row,
                work.base(),
                work.commit(),
                reader.merged(ticket.id(), work.commit()),
                files(work.base(), work.commit()),
                reader.attempts(ticket, row.attempts()),
                reader.proofs(ticket, row.attempts()),
                Optional.of("TICKETS/" + ticket.slug() + "/PATCH.diff")
                        .filter(path -> artifact(path).isPresent()),
                outside(List.of(ticket), work.base(), work.commit()));
    }

    /** Whose each hunk from the base to the head is. */
    private ChangeTrace trace(List<TicketEvidence> tickets, CiEvidence ci, String head) {
        Map<String, String> owners = new HashMap<>();
        ci.fixes().forEach(fix -> owners.put(fix.commit(), ChangeTrace.FIX + fix.number()));
        tickets.forEach(ticket -> owners.putIfAbsent(ticket.merged(), ticket.id()));
        Map<String, EditScope> contracts = new TreeMap<>();
        tickets.forEach(ticket -> contracts.put(ticket.id(), TicketScopes.of(List.of(ticket.ticket()))));
        GitDoor git = context.doors().git();
        return ChangeTrace.follow(
                config.baseCommit(),
                git.history(config.baseCommit(), head),
                owners,
                path -> contracts.keySet().stream()
                        .filter(id -> covers(contracts.get(id), path))
                        .collect(Collectors.toSet()),
                new ChangeTrace.Differences(git::changes, git::diff));
    }

    private static boolean covers(EditScope contract, String path) {
        return Arrays.stream(EditScope.Kind.values()).anyMatch(kind -> contract.allows(kind, path));
    }

    /** The files of a change that no contract of these tickets covers. */
    private List<String> outside(List<Ticket> tickets, String from, String to) {
        return TicketScopes.of(tickets).outside(TreeChanges.between(context, from, to)).stream()
                .map(EditOutcome.Problem::path)
                .distinct()
                .toList();
    }

    private List<FileEvidence> files(String from, String to) {
        return FileEvidence.of(
                context.doors().git().changes(from, to), context.doors().git().diff(from, to));
    }

    private List<CommandEvidence.Denial> refused() {
        return effects.stream()
                .filter(effect -> effect.kind().equals("policy") && effect.stage() == StageId.TICKET_PLANNING)
                .flatMap(effect -> effect.outcome().stream())
                .map(Json::read)
                .filter(outcome -> outcome.has("code"))
                .map(outcome -> new CommandEvidence.Denial(
                        outcome.path("code").asText(),
                        outcome.path("rule").asText(),
                        outcome.path("reason").asText()))
                .distinct()
                .toList();
    }

    /** The one clarification question, where it was answered. */
    private Optional<String> question() {
        Optional<ApprovalRow> answer = documents.word("clarification");
        return answer.flatMap(word -> documents.json("clarification"))
                .map(document -> document.path("question").asText());
    }

    private List<RunEvidence.Interruption> interruptions() {
        return effects.stream()
                .filter(effect -> !effect.note().isBlank())
                .map(effect -> new RunEvidence.Interruption(effect.key(), effect.note()))
                .toList();
    }

    private List<RunEvidence.ReadmeSection> readme(String commit) {
        FileTree tree = context.doors().git().tree(commit);
        for (String file : List.of("README.md", "README.markdown", "Readme.md", "readme.md", "README")) {
            Optional<FileTree.Entry> entry = tree.entry(file).filter(found -> found.kind() == FileTree.Kind.FILE);
            if (entry.isPresent()) {
                return ReadmeSections.of(file, new String(entry.get().content(), StandardCharsets.UTF_8));
            }
        }
        return List.of();
    }

    private Optional<String> artifact(String path) {
        return context.doors().artifacts().read(path);
    }
}
