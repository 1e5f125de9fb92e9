package io.jenkins.plugins.openfactory.context;

import java.util.List;
import java.util.Set;

/**
 * What files are selected for.
 *
 * @param text the ticket's or request's own words
 * @param ticketFiles paths or globs ({@code *}, {@code **}, {@code ?}) of the files the ticket may touch: they
 *     come first, and so do program files that {@code text} names
 * @param tokenBudget of the whole rendering; a token counts as four characters
 * @param known paths that the reader has whole already: they count for the ranking and are not shown again
 */
public record ContextRequest(String text, List<String> ticketFiles, int tokenBudget, Set<String> known) {
    public ContextRequest {
        ticketFiles = List.copyOf(ticketFiles);
        known = Set.copyOf(known);
        if (tokenBudget < 1) {
            throw new io.jenkins.plugins.openfactory.run.UserError(
                    "The token budget is " + tokenBudget + "; give a number above 0.");
        }
    }

    /** A request of a reader who knows nothing yet. */
    public ContextRequest(String text, List<String> ticketFiles, int tokenBudget) {
        this(text, ticketFiles, tokenBudget, Set.of());
    }
}
