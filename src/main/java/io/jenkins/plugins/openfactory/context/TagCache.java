package io.jenkins.plugins.openfactory.context;

import io.jenkins.plugins.openfactory.id.Sha256;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What was read of files, by their content, and of paths. Safe for any thread. */
final class TagCache {
    private static final int MOST_FILES = 60_000;
    private static final int MOST_SYMBOLS = 3_000_000;

    private final Symbols symbols = new Symbols();
    private final Map<String, FileTags> files = new ConcurrentHashMap<>();
    private final Map<String, PathTags> paths = new ConcurrentHashMap<>();

    Symbols symbols() {
        return symbols;
    }

    /** Whether it is time to begin anew. */
    boolean isFull() {
        return files.size() > MOST_FILES || paths.size() > MOST_FILES || symbols.size() > MOST_SYMBOLS;
    }

    PathTags path(String path) {
        PathTags known = paths.get(path);
        return known != null ? known : paths.computeIfAbsent(path, key -> PathTags.of(key, symbols));
    }

    /** The tags of a file; reads it only where its content is not known. */
    FileTags file(SourceFiles source, String path) {
        String kind = Language.of(path).map(Enum::name).orElse("");
        Optional<String> id = source.contentId(path);
        return id.isEmpty() ? read(source, path, kind) : known(kind + " " + id.get(), () -> read(source, path, kind));
    }

    private FileTags read(SourceFiles source, String path, String kind) {
        Optional<byte[]> content = source.read(path);
        return content.isEmpty()
                ? FileTags.NONE
                : known(
                        kind + " sha256 " + Sha256.hex(content.get()),
                        () -> FileFilter.text(path, content.get())
                                .map(text -> Tagger.tags(path, text, symbols))
                                .orElse(FileTags.NONE));
    }

    private FileTags known(String key, Supplier<FileTags> reading) {
        FileTags known = files.get(key);
        if (known == null) {
            known = reading.get();
            files.put(key, known);
        }
        return known;
    }
}
