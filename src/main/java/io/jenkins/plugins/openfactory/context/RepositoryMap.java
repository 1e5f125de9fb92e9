package io.jenkins.plugins.openfactory.context;

import io.jenkins.plugins.openfactory.id.Sha256;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Selects what a model should see of a repository: the ticket's own files first, then others by personalised PageRank
 * over the graph of definitions and references. What was read of a file is kept by its content, so that the next
 * selection reads only what changed; keep one map per repository. The same files and request always give the same
 * selection. Safe for any thread.
 */
public final class RepositoryMap {
    private static final double TICKET_SHARE = 0.5;

    private final Map<String, FileTags> cache = new ConcurrentHashMap<>();

    /** Selects files for a request. */
    public Selection select(SourceFiles files, ContextRequest request) {
        List<String> paths = files.paths().stream()
                .filter(path -> !FileFilter.excluded(path))
                .sorted()
                .toList();
        List<FileTags> tags = paths.stream().map(path -> tags(files, path)).toList();
        boolean[] wanted = TicketFiles.wanted(paths, request);
        double[] rank = rank(paths, tags, wanted, request.text());
        List<String> order = IntStream.range(0, paths.size())
                .boxed()
                .filter(i -> tags.get(i) != FileTags.NONE || wanted[i])
                .sorted((a, b) -> wanted[a] != wanted[b]
                        ? wanted[a] ? -1 : 1
                        : rank[a] != rank[b] ? Double.compare(rank[b], rank[a]) : Integer.compare(a, b))
                .map(paths::get)
                .toList();
        long ticketFiles =
                IntStream.range(0, paths.size()).filter(i -> wanted[i]).count();
        return new Packing(files, request.tokenBudget()).pack(order, (int) ticketFiles);
    }

    private FileTags tags(SourceFiles files, String path) {
        Optional<String> id = files.contentId(path);
        return id.isEmpty() ? read(files, path) : cached(id.get() + " " + path, () -> read(files, path));
    }

    private FileTags read(SourceFiles files, String path) {
        Optional<byte[]> content = files.read(path);
        return content.isEmpty()
                ? FileTags.NONE
                : cached(
                        Sha256.hex(content.get()) + " " + Language.of(path),
                        () -> FileFilter.text(content.get())
                                .map(text -> Tagger.tags(path, text))
                                .orElse(FileTags.NONE));
    }

    private FileTags cached(String key, Supplier<FileTags> reading) {
        FileTags known = cache.get(key);
        if (known == null) {
            known = reading.get();
            cache.put(key, known);
        }
        return known;
    }

    private static double[] rank(List<String> paths, List<FileTags> tags, boolean[] wanted, String text) {
        double[] start = Relevance.of(text, paths, tags);
        double sum = 0;
        for (double score : start) {
            sum += score * score;
        }
        long ticketFiles =
                IntStream.range(0, wanted.length).filter(i -> wanted[i]).count();
        for (int i = 0; i < start.length; i++) {
            double relevance = sum == 0 ? 1.0 / start.length : start[i] * start[i] / sum;
            start[i] = ticketFiles == 0
                    ? relevance
                    : (1 - TICKET_SHARE) * relevance + (wanted[i] ? TICKET_SHARE / ticketFiles : 0);
        }
        Set<String> names = new HashSet<>();
        Words.names(text, names::add);
        return ReferenceGraph.of(tags, names).rank(start);
    }
}
