package io.jenkins.plugins.openfactory.jenkins.exec;

import hudson.FilePath;
import hudson.remoting.Channel;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.util.concurrent.ExecutionException;

/** Tells an agent that went away from one that failed. Stateless. */
final class Lost {
    /** The code of a fault that passes when the agent is back. */
    static final String CODE = "agent_lost";

    private Lost() {}

    /** Whether it passes when the agent is back. */
    static boolean isLoss(RuntimeException e) {
        return e instanceof WorldFault fault && fault.code().equals(CODE);
    }

    /** What to throw for an exception that came over the connection of a path. */
    static RuntimeException of(FilePath at, Exception e) {
        Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        if (at.getChannel() instanceof Channel channel && channel.isClosingOrClosed()) {
            return new WorldFault(
                    CODE,
                    "The agent went away (" + cause.getMessage() + "); the run goes on when the agent is back.",
                    e);
        }
        if (cause instanceof UserError || cause instanceof WorldFault) {
            return (RuntimeException) cause;
        }
        return new WorldFault(
                "agent_failed",
                "The node could not do its part of the work: " + cause + "; look into the log of the node.",
                e);
    }
}
