package io.jenkins.plugins.openfactory.context;

import java.util.List;
import java.util.regex.Pattern;

/** Finds the files that a ticket names. Stateless. */
final class TicketFiles {
    private TicketFiles() {}

    /** For each path whether one of the globs matches it. */
    static boolean[] wanted(List<String> paths, List<String> ticketFiles) {
        List<Pattern> globs = ticketFiles.stream().map(Globs::pattern).toList();
        boolean[] wanted = new boolean[paths.size()];
        for (int i = 0; i < wanted.length; i++) {
            String path = paths.get(i);
            wanted[i] = globs.stream().anyMatch(glob -> glob.matcher(path).matches());
        }
        return wanted;
    }
}
