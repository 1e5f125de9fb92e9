package io.jenkins.plugins.openfactory.journal;

import io.jenkins.plugins.openfactory.run.StageId;
import java.util.Optional;

/**
 * Where in a run an effect belongs; the first part of its idempotency key. The same place gives the same keys after a
 * crash, which is why nothing random and no time may enter it.
 *
 * @param stageAttempt from 1; moves on only when the stage is tried again after it had ended
 */
public record Scope(StageId stage, int stageAttempt, Optional<String> ticketId) {
    /** The same stage, for one ticket. */
    public Scope ticket(String id) {
        return new Scope(stage, stageAttempt, Optional.of(id));
    }

    /** A key of an effect here: {@code implement_loop.1/0001/model/implement/2}. */
    public String key(String kind, Object... names) {
        StringBuilder key = new StringBuilder(stage.id()).append('.').append(stageAttempt);
        key.append('/').append(ticketId.orElse("-")).append('/').append(kind);
        for (Object name : names) {
            key.append('/').append(name);
        }
        return key.toString();
    }
}
