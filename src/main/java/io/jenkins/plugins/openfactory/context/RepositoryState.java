package io.jenkins.plugins.openfactory.context;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a repository's files at one moment, from which the next moment is made by looking only at what
 * changed. Immutable.
 *
 * @param listed the paths as they were given
 * @param paths those worth reading, sorted
 * @param ids what tells each content from others; null where the source does not say
 */
record RepositoryState(
        TagCache tags,
        List<String> listed,
        List<String> paths,
        List<PathTags> pathTags,
        String[] ids,
        List<FileTags> fileTags,
        List<List<Integer>> companions,
        ReferenceGraph graph) {

    /** The state of some files, made anew. */
    static RepositoryState of(TagCache tags, SourceFiles files) {
        List<String> listed = List.copyOf(files.paths());
        List<String> paths = worthReading(tags, listed);
        List<PathTags> pathTags = paths.stream().map(tags::path).toList();
        String[] ids = ids(paths, files);
        List<FileTags> fileTags =
                paths.stream().map(path -> tags.file(files, path)).toList();
        List<List<Integer>> companions = Companions.of(pathTags);
        return new RepositoryState(
                tags,
                listed,
                paths,
                pathTags,
                ids,
                fileTags,
                companions,
                ReferenceGraph.of(fileTags, companions, tags.symbols()));
    }

    private static List<String> worthReading(TagCache tags, List<String> listed) {
        return listed.stream()
                .filter(path -> !tags.path(path).excluded())
                .distinct()
                .sorted()
                .toList();
    }

    private static String[] ids(List<String> paths, SourceFiles files) {
        return paths.stream().map(path -> files.contentId(path).orElse(null)).toArray(String[]::new);
    }

    /** The state of files that may be other ones; it shares with this one what is the same. */
    RepositoryState next(TagCache cache, SourceFiles files) {
        List<String> given = files.paths();
        if (cache != tags || !listed.equals(given) && !paths.equals(worthReading(tags, given))) {
            return of(cache, files);
        }
        String[] newIds = ids(paths, files);
        List<Integer> changed = new ArrayList<>();
        List<FileTags> newTags = new ArrayList<>(fileTags);
        for (int i = 0; i < newIds.length; i++) {
            if (newIds[i] == null || !newIds[i].equals(ids[i])) {
                FileTags read = tags.file(files, paths.get(i));
                if (read != fileTags.get(i)) {
                    newTags.set(i, read);
                    changed.add(i);
                }
            }
        }
        return changed.isEmpty()
                ? this
                : new RepositoryState(
                        tags,
                        listed,
                        paths,
                        pathTags,
                        newIds,
                        newTags,
                        companions,
                        graph.with(newTags, changed, tags.symbols()));
    }
}
