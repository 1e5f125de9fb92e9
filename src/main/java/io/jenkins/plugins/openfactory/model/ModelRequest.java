package io.jenkins.plugins.openfactory.model;

import java.util.List;
import java.util.Optional;

/**
 * One question to a model.
 *
 * @param purpose what it is asked for
 * @param ticketId the ticket's four-digit number, for {@link Purpose#IMPLEMENT}
 * @param attempt 1 for the first question of this purpose and ticket; a repair of a malformed reply counts on
 * @param messages the system message first
 */
public record ModelRequest(Purpose purpose, Optional<String> ticketId, int attempt, List<Message> messages) {
    public ModelRequest {
        messages = List.copyOf(messages);
    }

    /** The tiny request that shows that a provider answers. */
    public static ModelRequest ping() {
        return new ModelRequest(
                Purpose.PREFLIGHT, Optional.empty(), 1, List.of(Message.user("Answer with the word ok.")));
    }

    /** What messages call this request, for instance {@code implement, ticket 0001, attempt 2}. */
    public String describe() {
        return purpose.id() + ticketId.map(id -> ", ticket " + id).orElse("") + ", attempt " + attempt;
    }

    /** What a model is asked for. */
    public enum Purpose {
        /** A tiny call that shows that the provider answers. */
        PREFLIGHT,
        /** The specification, or the one clarification question. */
        SPEC,
        ARCHITECTURE,
        TICKETS,
        /** The edits of one ticket. */
        IMPLEMENT,
        /** The edits that mend a failed required check. */
        CI_FIX;

        /** The lower-case name with hyphens, for instance {@code ci-fix}. */
        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One message.
     *
     * @param role {@code system}, {@code user} or {@code assistant}
     */
    public record Message(String role, String text) {
        public static Message system(String text) {
            return new Message("system", text);
        }

        public static Message user(String text) {
            return new Message("user", text);
        }

        public static Message assistant(String text) {
            return new Message("assistant", text);
        }
    }
}
