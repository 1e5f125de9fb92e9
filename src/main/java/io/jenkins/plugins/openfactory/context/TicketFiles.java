package io.jenkins.plugins.openfactory.context;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the files that a ticket names: by its globs, and program files by name in its text. Stateless. */
final class TicketFiles {
    private static final Pattern MENTION = Pattern.compile("[\\w@][\\w@.+/-]*\\.[A-Za-z]\\w{0,9}");
    /** A file name that more files have does not say which one is meant. */
    private static final int MOST_NAMESAKES = 2;

    private TicketFiles() {}

    /** For each path whether a glob matches it or the text names it. */
    static boolean[] wanted(List<String> paths, ContextRequest request) {
        List<Pattern> globs = request.ticketFiles().stream().map(Globs::pattern).toList();
        Set<String> mentioned = mentioned(paths, request.text());
        boolean[] wanted = new boolean[paths.size()];
        for (int i = 0; i < wanted.length; i++) {
            String path = paths.get(i);
            wanted[i] = mentioned.contains(path)
                    || globs.stream().anyMatch(glob -> glob.matcher(path).matches());
        }
        return wanted;
    }

    private static Set<String> mentioned(List<String> paths, String text) {
        Map<String, Set<String>> byMention = new HashMap<>();
        Matcher matcher = MENTION.matcher(text);
        while (matcher.find()) {
            byMention.put(matcher.group(), new HashSet<>());
        }
        if (!byMention.isEmpty()) {
            for (String path :
                    paths.stream().filter(path -> Language.of(path).isPresent()).toList()) {
                for (int at = 0; at >= 0; at = path.indexOf('/', at) < 0 ? -1 : path.indexOf('/', at) + 1) {
                    byMention.getOrDefault(path.substring(at), new HashSet<>()).add(path);
                }
            }
        }
        Set<String> mentioned = new HashSet<>();
        byMention.values().stream()
                .filter(found -> found.size() <= MOST_NAMESAKES)
                .forEach(mentioned::addAll);
        return mentioned;
    }
}
