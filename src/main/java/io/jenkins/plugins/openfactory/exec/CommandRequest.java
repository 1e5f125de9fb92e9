package io.jenkins.plugins.openfactory.exec;

import io.jenkins.plugins.openfactory.run.StageId;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A command that somebody proposes to run.
 *
 * @param proposedBy {@code model}, {@code gate}, {@code check} or {@code user}: told in the audit, never a privilege
 * @param argv the program's name as the policy knows it, then its arguments; never a shell line
 * @param workspace the folder that the command may write to; seen as {@code /workspace} in the FULL tier
 * @param cwd relative to the workspace; empty for the workspace itself
 * @param gitDir the git directory that belongs to the workspace, seen read-only
 * @param stdin at most 1 MiB; empty means end of file at once
 * @param rules names of the policy's rules that the proposer may use, as its ticket lists them; empty for all of them
 * @param limits narrower than the policy's where set
 * @param frozen files of the workspace that the command may not change, relative paths with {@code /}; the FULL tier
 *     shows them read-only
 * @param prepares whether it fetches what later commands of the run need: it gets the runner's caches to write to, and
 *     the administrator's hosts
 */
public record CommandRequest(
        String traceId,
        String runId,
        Optional<String> ticketId,
        StageId stage,
        String proposedBy,
        List<String> argv,
        Path workspace,
        String cwd,
        Optional<Path> gitDir,
        Optional<byte[]> stdin,
        Optional<Set<String>> rules,
        Limits limits,
        Set<String> frozen,
        boolean prepares) {
    public CommandRequest {
        argv = List.copyOf(argv);
        frozen = Set.copyOf(frozen);
    }

    /** A command that may change every file of its workspace and fetches nothing. */
    public CommandRequest(
            String traceId,
            String runId,
            Optional<String> ticketId,
            StageId stage,
            String proposedBy,
            List<String> argv,
            Path workspace,
            String cwd,
            Optional<Path> gitDir,
            Optional<byte[]> stdin,
            Optional<Set<String>> rules,
            Limits limits) {
        this(
                traceId,
                runId,
                ticketId,
                stage,
                proposedBy,
                argv,
                workspace,
                cwd,
                gitDir,
                stdin,
                rules,
                limits,
                Set.of(),
                false);
    }

    /** The same command with these files frozen. */
    public CommandRequest withFrozen(Set<String> files) {
        return new CommandRequest(
                traceId,
                runId,
                ticketId,
                stage,
                proposedBy,
                argv,
                workspace,
                cwd,
                gitDir,
                stdin,
                rules,
                limits,
                files,
                prepares);
    }

    /** The same command without a git directory, for a place that has none: rules that need one are refused there. */
    public CommandRequest withoutGitDir() {
        return new CommandRequest(
                traceId,
                runId,
                ticketId,
                stage,
                proposedBy,
                argv,
                workspace,
                cwd,
                Optional.empty(),
                stdin,
                rules,
                limits,
                frozen,
                prepares);
    }

    /** The same command as one that fetches what later commands need. */
    public CommandRequest preparing() {
        return new CommandRequest(
                traceId,
                runId,
                ticketId,
                stage,
                proposedBy,
                argv,
                workspace,
                cwd,
                gitDir,
                stdin,
                rules,
                limits,
                frozen,
                true);
    }
}
