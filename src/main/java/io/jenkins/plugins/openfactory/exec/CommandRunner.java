package io.jenkins.plugins.openfactory.exec;

import io.jenkins.plugins.openfactory.run.CancelToken;

/** Runs proposed commands under the policy, in the sandbox, with an audit record each. Safe for any thread. */
public interface CommandRunner {
    /**
     * Decides and, if allowed, runs the command and waits for its end. The audit's start record is durable before the
     * process starts, its end record after. Cancelling kills the whole process tree and returns a result that says so.
     */
    CommandOutcome run(CommandRequest request, CancelToken cancel);

    /** The decision alone: empty if the command may run. Writes no audit record. */
    java.util.Optional<CommandOutcome.Denied> check(CommandRequest request);

    /** Puts what {@link #check} refused into the audit, where it will not be proposed to run as well. */
    default void recordDenied(CommandRequest request, CommandOutcome.Denied denied) {}

    /**
     * Hands a workspace that was just written by us to the user that commands run under. Does nothing where that is our
     * own user.
     */
    void adopt(java.nio.file.Path workspace);

    /** The tier in force on this machine, found by running the sandbox once. */
    SandboxReport sandbox();

    /** The names of the policy's rules whose program is on this machine, without those of kind {@code prepare}. */
    java.util.Set<String> rules();

    /**
     * The rules of {@link #rules()}, each with command lines that it allows as its policy gives them for examples; an empty
     * text where there is none, or where the rule only reads.
     */
    default java.util.Map<String, String> examples() {
        return rules().stream().collect(java.util.stream.Collectors.toMap(name -> name, name -> ""));
    }

    /** The hash over what a run's preparation fetched; empty where nothing was, or where it is kept elsewhere. */
    default java.util.Optional<String> preparedSha256(String runId) {
        return java.util.Optional.empty();
    }

    /** SHA-256 of the canonical policy document. */
    String policySha256();
}
