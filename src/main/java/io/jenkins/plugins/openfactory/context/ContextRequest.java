package io.jenkins.plugins.openfactory.context;

import java.util.List;

/**
 * What files are selected for.
 *
 * @param text the ticket's or request's own words
 * @param ticketFiles paths or globs ({@code *}, {@code **}, {@code ?}) of the files the ticket may touch: they
 *     come first, and so do program files that {@code text} names
 * @param tokenBudget of the whole rendering; a token counts as four characters
 */
public record ContextRequest(String text, List<String> ticketFiles, int tokenBudget) {
    public ContextRequest {
        ticketFiles = List.copyOf(ticketFiles);
        if (tokenBudget < 1) {
            throw new io.jenkins.plugins.openfactory.run.UserError(
                    "The token budget is " + tokenBudget + "; give a number above 0.");
        }
    }
}
