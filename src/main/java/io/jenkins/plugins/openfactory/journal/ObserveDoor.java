package io.jenkins.plugins.openfactory.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at the world once and records what was seen, so that the rest of the run builds on one observation. */
public final class ObserveDoor {
    private final DoorParts parts;

    ObserveDoor(DoorParts parts) {
        this.parts = parts;
    }

    /**
     * What was seen. Until it is recorded, a crash makes the looking (and any waiting in it) begin anew, which changes
     * nothing in the world.
     *
     * @param type a record that JSON can carry
     */
    public <T> T once(Scope scope, String name, ObjectNode asked, Supplier<T> look, Class<T> type) {
        return parts.doorway()
                .once(Effect.repeatable(
                                scope,
                                "observe",
                                scope.key("observe", name),
                                asked,
                                look,
                                Json::tree,
                                json -> Json.value(json, type))
                        .looking());
    }

    /**
     * What was seen, where it is recorded or can be seen now; nothing is recorded before there is something to see.
     *
     * @param look may give nothing yet; not asked while a record is replayed
     */
    public <T> Optional<T> onceSeen(
            Scope scope, String name, ObjectNode asked, Supplier<Optional<T>> look, Class<T> type) {
        boolean known = parts.doorway().holds(scope.key("observe", name))
                || parts.doorway().replaying();
        Optional<T> seen = known ? Optional.empty() : look.get();
        return known || seen.isPresent() ? Optional.of(once(scope, name, asked, seen::orElseThrow, type)) : seen;
    }

    /** Looks at the world as it is now and records nothing; empty while a record is replayed. */
    public <T> Optional<T> afresh(Supplier<T> look) {
        return parts.doorway().replaying() ? Optional.empty() : Optional.of(look.get());
    }
}
