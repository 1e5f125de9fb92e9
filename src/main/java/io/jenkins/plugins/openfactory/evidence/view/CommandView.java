package io.jenkins.plugins.openfactory.evidence.view;

import io.jenkins.plugins.openfactory.evidence.AuditedCommand;
import io.jenkins.plugins.openfactory.evidence.CommandEvidence;
import io.jenkins.plugins.openfactory.run.StageId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One command with what was decided about it and how it ended.
 *
 * @param seq the number of its audit record
 * @param at when it was proposed, ISO 8601 in UTC
 * @param job what it belongs to, for instance {@code attempt-2}
 * @param code the runner's word for the denial, {@code reason} the sentence; empty where it was allowed
 * @param tier the sandbox, in lower case; empty where it was denied
 * @param passed whether it ended with exit code 0
 * @param expected whether its failure is what the job is there to show
 * @param millis how long it took; empty where it did not run or its end is not recorded
 * @param log the artifact with its output
 */
public record CommandView(
        long seq,
        String at,
        String stage,
        Optional<String> ticket,
        String job,
        String by,
        List<String> argv,
        boolean allowed,
        Optional<String> code,
        Optional<String> reason,
        String rule,
        Optional<String> tier,
        Optional<String> network,
        String ending,
        boolean passed,
        boolean expected,
        Optional<Long> millis,
        Optional<String> log) {

    /** The commands of an audit chain, with what the effects know of them. */
    static List<CommandView> of(List<AuditedCommand> audited, List<CommandEvidence> commands) {
        Map<Long, CommandEvidence> jobs = commands.stream()
                .collect(Collectors.toMap(CommandEvidence::audit, Function.identity(), (first, second) -> first));
        return audited.stream()
                .map(command -> of(command, Optional.ofNullable(jobs.get(command.seq()))))
                .toList();
    }

    private static CommandView of(AuditedCommand command, Optional<CommandEvidence> job) {
        return new CommandView(
                command.seq(),
                command.at(),
                command.stage(),
                command.ticketId(),
                job.map(CommandEvidence::job).orElse(""),
                command.proposedBy(),
                command.argv(),
                !command.denied(),
                command.code(),
                command.reason(),
                command.rule(),
                command.place().map(AuditedCommand.Place::tier),
                command.place().map(AuditedCommand.Place::network),
                command.ending(),
                command.end()
                        .flatMap(AuditedCommand.End::exitCode)
                        .filter(code -> code == 0)
                        .isPresent(),
                job.filter(CommandView::mustFail).isPresent(),
                command.end().map(AuditedCommand.End::millis),
                job.flatMap(CommandEvidence::log));
    }

    private static boolean mustFail(CommandEvidence command) {
        return command.stage() == StageId.IMPLEMENT_LOOP
                && command.job().startsWith("fail-first-")
                && command.exitCode().filter(code -> code != 0).isPresent();
    }
}
