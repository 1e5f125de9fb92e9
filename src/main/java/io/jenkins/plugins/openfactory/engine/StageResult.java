package io.jenkins.plugins.openfactory.engine;

import io.jenkins.plugins.openfactory.run.WaitReason;

/** How a stage ended, or why it can't go on yet. */
public sealed interface StageResult {
    /**
     * It did its work.
     *
     * @param summary one line for people
     */
    record Succeeded(String summary) implements StageResult {}

    /**
     * It needs something from outside and goes on when it is run again.
     *
     * @param text what a person is asked, or what is waited for
     */
    record Waiting(WaitReason reason, String text) implements StageResult {}

    /**
     * It can't reach its goal.
     *
     * @param code a stable word with underscores
     * @param text one sentence with the mend
     */
    record Failed(String code, String text) implements StageResult {}

    /** A required check is not green, and that is the end of it. */
    record CiFailed(String code, String text) implements StageResult {}
}
