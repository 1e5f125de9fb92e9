package io.jenkins.plugins.openfactory.jenkins.config;

import hudson.FilePath;
import hudson.Launcher;
import io.jenkins.plugins.openfactory.run.CancelToken;

/** The node that a step works on, which may go away and come back. Safe for any thread. */
public interface StepNode {
    /**
     * The step's workspace, over the connection that the node has now.
     *
     * @throws io.jenkins.plugins.openfactory.run.WorldFault {@code agent_lost} while it has none
     */
    FilePath workspace();

    /**
     * The step's launcher, with whatever the blocks around the step put around it, over the connection of now.
     *
     * @throws io.jenkins.plugins.openfactory.run.WorldFault {@code agent_lost} while the node has none
     */
    Launcher launcher();

    /** Whether the node is connected. Asks nobody far away. */
    boolean isThere();

    /** Cancelled when nobody wants the node any more. */
    CancelToken cancel();

    /** Tells whoever watches the step one line about its node. */
    void tell(String text);
}
