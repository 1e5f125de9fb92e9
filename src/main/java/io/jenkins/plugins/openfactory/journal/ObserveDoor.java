package io.jenkins.plugins.openfactory.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
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
                        json -> Json.value(json, type)));
    }
}
