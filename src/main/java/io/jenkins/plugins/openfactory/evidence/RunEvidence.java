package io.jenkins.plugins.openfactory.evidence;

import io.jenkins.plugins.openfactory.model.ModelSettings;
import io.jenkins.plugins.openfactory.spec.Note;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.store.ApprovalRow;
import io.jenkins.plugins.openfactory.store.ExchangeRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StageRow;
import io.jenkins.plugins.openfactory.ticket.TicketGraph;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A green run as its record tells it: what every report is rendered from. Two renderings of the same evidence are the
 * same to the last byte, because it holds all that they need, times too. Immutable and carried by JSON.
 *
 * @param stages every stage, the last one as it ends with this evidence
 * @param notes what the models want a person to confirm
 * @param files the whole change, from the base commit to the head of the pull request
 * @param outside files of the whole change that no ticket's contract covers; empty as it must be
 * @param trace whose each hunk of the whole change is
 * @param commands the commands that the stages ran, in order
 * @param refused proposals that the policy refused while tickets were planned; none of them ran
 * @param audited the commands of the audit chain, which also has those that the local forge's checks ran
 * @param interrupted what was done again, or found done, after an interruption
 * @param readme what the README of the head commit says about building and running
 * @param at when the evidence was put together
 */
public record RunEvidence(
        Run run,
        Setup setup,
        Spec spec,
        List<StageRow> stages,
        List<TicketEvidence> tickets,
        List<Note> notes,
        List<FileEvidence> files,
        List<String> outside,
        ChangeTrace trace,
        List<CommandEvidence> commands,
        List<CommandEvidence.Denial> refused,
        List<ExchangeRow> exchanges,
        RunStore.Usage usage,
        PullRequest pullRequest,
        CiEvidence ci,
        AuditChain audit,
        List<AuditedCommand> audited,
        List<ApprovalRow> approvals,
        Optional<String> question,
        List<Interruption> interrupted,
        List<ReadmeSection> readme,
        Instant at) {

    /**
     * Which run it is and what it was asked.
     *
     * @param request the request as its author wrote it, masked
     * @param origin where the request came from
     */
    public record Run(
            String runId,
            String traceId,
            String title,
            String request,
            String origin,
            String requestSha256,
            String specSha256,
            Instant createdAt) {}

    /**
     * The settings that it ran with.
     *
     * @param repository path or URL of the source
     * @param gates the local gates, in order
     * @param reproduce what reproduces each required check here
     * @param attempts that a ticket may use
     * @param ciFixes that a failed check may use
     */
    public record Setup(
            String repository,
            String base,
            String baseCommit,
            String branch,
            String forge,
            List<String> requiredChecks,
            List<List<String>> gates,
            Map<String, List<List<String>>> reproduce,
            int attempts,
            int ciFixes,
            int parallel,
            int maxDiffLines,
            List<String> approvals,
            ModelSettings model,
            Bounds bounds,
            Sandbox sandbox,
            String policySha256) {}

    /** The run's budget; empty means no bound. Money in US dollars. */
    public record Bounds(Optional<Double> usd, Optional<Long> tokens, Optional<Integer> wallClockSeconds) {}

    /**
     * The sandbox in force when the evidence was put together.
     *
     * @param tier in lower case
     * @param uid the user id that commands run under
     * @param minimumTier the weakest tier that the settings accept
     */
    public record Sandbox(String tier, String detail, long uid, String minimumTier) {}

    /** The pull request. */
    public record PullRequest(long number, String url, String branch, String headSha, boolean draft) {
        /** Where its repository is: what can be given to git. */
        public String remote() {
            return url.replaceFirst("(#pull|/pull)/\\d+$", "");
        }
    }

    /**
     * An effect that an interruption cut in two.
     *
     * @param key which one
     * @param note what resume did about it
     */
    public record Interruption(String key, String note) {}

    /** A part of a README, word for word. */
    public record ReadmeSection(String file, String heading, String text) {}

    /** From the request to the moment at which the evidence was put together, waiting included. */
    public Duration elapsed() {
        return Duration.between(run.createdAt(), at);
    }

    /** The local gates' last run, in order. */
    public List<CommandEvidence> gates() {
        return lastEntry(commands.stream()
                .filter(command ->
                        command.job().equals("gates") && command.ticketId().isEmpty())
                .toList());
    }

    private static List<CommandEvidence> lastEntry(List<CommandEvidence> runs) {
        int last = runs.stream().mapToInt(CommandEvidence::stageAttempt).max().orElse(0);
        return runs.stream().filter(run -> run.stageAttempt() == last).toList();
    }

    /** The tickets in the order in which they were merged. */
    public List<TicketEvidence> merged() {
        return new TicketGraph(tickets.stream().map(TicketEvidence::ticket).toList())
                .order().stream()
                        .flatMap(next ->
                                tickets.stream().filter(ticket -> ticket.id().equals(next.id())))
                        .toList();
    }

    /** The attempts of all tickets together. */
    public int attempts() {
        return tickets.stream().mapToInt(ticket -> ticket.row().attempts()).sum();
    }

    /** The name of the program's version that makes the reports, or {@code development}. */
    public static String version() {
        String version = RunEvidence.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
