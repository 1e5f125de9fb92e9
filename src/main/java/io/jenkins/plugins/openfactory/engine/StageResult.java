package io.jenkins.plugins.openfactory.engine;

import io.jenkins.plugins.openfactory.run.WaitReason;
import java.util.Optional;

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
     * @param watch tells when it is over, where nobody has to say so
     */
    record Waiting(WaitReason reason, String text, Optional<Watch> watch) implements StageResult {
        public Waiting(WaitReason reason, String text) {
            this(reason, text, Optional.empty());
        }
    }

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
