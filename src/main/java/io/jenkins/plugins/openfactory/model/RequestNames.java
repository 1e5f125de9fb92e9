package io.jenkins.plugins.openfactory.model;

import java.util.List;
import java.util.Optional;

/** What a request is called in messages, and the request that every provider is pinged with. */
final class RequestNames {
    private static final ModelRequest PING = new ModelRequest(
            ModelRequest.Purpose.PREFLIGHT,
            Optional.empty(),
            1,
            List.of(ModelRequest.Message.user("Answer with the word ok.")));

    private RequestNames() {}

    /** For instance {@code implement, ticket 0001, attempt 2}. */
    static String describe(ModelRequest request) {
        return request.purpose().id()
                + request.ticketId().map(id -> ", ticket " + id).orElse("") + ", attempt " + request.attempt();
    }

    static ModelRequest ping() {
        return PING;
    }
}
