package io.jenkins.plugins.openfactory.context;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

    /** Fewer characters than this no file takes of a rendering. */
    private static final int LEAST_FILE = 40;

    private static final int LEAST_ORDER = 2_000;

    private final AtomicReference<TagCache> cache = new AtomicReference<>(new TagCache());
    private final AtomicReference<Optional<RepositoryState>> last = new AtomicReference<>(Optional.empty());

    /** Selects files for a request. */
    public Selection select(SourceFiles files, ContextRequest request) {
        RepositoryState state = refreshed(files);
        List<String> paths = state.paths();
        boolean[] wanted = TicketFiles.wanted(paths, request);
        Query query = new Query(request.text());
        Symbols symbols = state.tags().symbols();
        double[] start = start(query.scores(state.pathTags(), state.fileTags(), symbols), state.pathTags(), wanted);
        double[] rank = state.graph().rank(start, query.names(), symbols);
        int most = Math.max(LEAST_ORDER, request.tokenBudget() / LEAST_FILE * 4);
        List<String> order = order(state, rank, wanted, most).stream()
                .filter(path -> !request.known().contains(path))
                .toList();
        int ticketFiles = (int) IntStream.range(0, paths.size())
                .filter(i -> wanted[i] && !request.known().contains(paths.get(i)))
                .count();
        return new Packing(files, query, request.tokenBudget()).pack(order, ticketFiles);
    }

    /** What is known of the files; {@link RepositoryState} says what of it is read again. */
    RepositoryState refreshed(SourceFiles files) {
        TagCache tags = cache.updateAndGet(known -> known.isFull() ? new TagCache() : known);
        RepositoryState state =
                last.get().map(known -> known.next(tags, files)).orElseGet(() -> RepositoryState.of(tags, files));
        last.set(Optional.of(state));
        return state;
    }

    /** Ticket files, then the others by rank and path; of these no more than can be told of. */
    private static List<String> order(RepositoryState state, double[] rank, boolean[] wanted, int most) {
        double[] sorted = rank.clone();
        Arrays.sort(sorted);
        double least = sorted.length <= most ? 0 : sorted[sorted.length - most];
        return IntStream.range(0, rank.length)
                .filter(i -> wanted[i] || rank[i] >= least && state.fileTags().get(i) != FileTags.NONE)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> !wanted[i])
                        .thenComparing(i -> -rank[i])
                        .thenComparing(i -> i))
                .map(state.paths()::get)
                .toList();
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
