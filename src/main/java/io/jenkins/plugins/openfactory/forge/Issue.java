package io.jenkins.plugins.openfactory.forge;

import java.util.List;
import java.util.Set;

/**
 * An issue of a forge, as a request can be made of it. Immutable.
 *
 * @param url where people read it
 * @param body what its author wrote; may be empty
 * @param open whether it is still open
 * @param comments oldest first
 */
public record Issue(
        long number, String url, String title, String body, Person author, boolean open, List<Comment> comments) {
    private static final Set<String> TRUSTED = Set.of("OWNER", "MEMBER", "COLLABORATOR");

    public Issue {
        comments = List.copyOf(comments);
    }

    /**
     * Somebody who wrote.
     *
     * @param association what the author is to the repository, in the words of GitHub's {@code author_association}
     */
    public record Person(String login, String association) {
        /** Whether the forge knows this person as one who decides about the repository. */
        public boolean trusted() {
            return TRUSTED.contains(association);
        }
    }

    /**
     * A comment.
     *
     * @param at when it was made, as the forge says it
     */
    public record Comment(Person author, String at, String text) {}
}
