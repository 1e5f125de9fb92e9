package io.jenkins.plugins.openfactory.context;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/**
 * Selects what a model should see of a repository: the ticket's own files first, then others by personalised PageRank
 * over the graph of definitions and references. What was read of a file is kept by its content, so that the next
 * selection reads only what changed; keep one map per repository. The same files and request always give the same
 * selection. Safe for any thread.
 */
public final class RepositoryMap {
    /** How much of the surfer's fresh starts goes to ticket files. */
    private static final double TICKET_SHARE = 0.5;
    /** Above 1 so that a file that says much about the ticket counts more than several that say a little. */
    private static final double SHARPNESS = 2.5;

    private final AtomicReference<TagCache> cache = new AtomicReference<>(new TagCache());

    /** Selects files for a request. */
    public Selection select(SourceFiles files, ContextRequest request) {
        TagCache tags = cache.updateAndGet(known -> known.isFull() ? new TagCache() : known);
        List<String> paths = files.paths().stream()
                .filter(path -> !tags.path(path).excluded())
                .distinct()
                .sorted()
                .toList();
        List<PathTags> pathTags = paths.stream().map(tags::path).toList();
        List<FileTags> fileTags =
                paths.stream().map(path -> tags.file(files, path)).toList();
        boolean[] wanted = TicketFiles.wanted(paths, request);
        Query query = new Query(request.text());
        double[] start = start(query.scores(pathTags, fileTags, tags.symbols()), pathTags, wanted);
        double[] rank = ReferenceGraph.of(fileTags, Companions.of(pathTags), tags.symbols(), query.names())
                .rank(start);
        List<String> order = IntStream.range(0, paths.size())
                .filter(i -> fileTags.get(i) != FileTags.NONE || wanted[i])
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> !wanted[i])
                        .thenComparing(i -> -rank[i])
                        .thenComparing(i -> i))
                .map(paths::get)
                .toList();
        int ticketFiles =
                (int) IntStream.range(0, paths.size()).filter(i -> wanted[i]).count();
        return new Packing(files, query, request.tokenBudget()).pack(order, ticketFiles);
    }

    /** Where the surfer starts over: ticket files, and files by what the ticket's words say of them. The sum is 1. */
    private static double[] start(double[] scores, List<PathTags> paths, boolean[] wanted) {
        double[] start = new double[scores.length];
        double sum = 0;
        int ticketFiles = 0;
        for (int i = 0; i < start.length; i++) {
            start[i] = Math.pow(scores[i], SHARPNESS) * paths.get(i).weight();
            sum += start[i];
            ticketFiles += wanted[i] ? 1 : 0;
        }
        double share = ticketFiles == 0 ? 0 : TICKET_SHARE;
        for (int i = 0; i < start.length; i++) {
            double relevance = sum == 0 ? 1.0 / start.length : start[i] / sum;
            start[i] = (1 - share) * relevance + (wanted[i] ? share / ticketFiles : 0);
        }
        return start;
    }
}
