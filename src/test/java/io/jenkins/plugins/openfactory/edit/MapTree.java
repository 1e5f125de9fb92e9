package io.jenkins.plugins.openfactory.edit;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A tree in memory, with the folders that its files need. */
final class MapTree implements FileTree {
    private final Map<String, Entry> entries = new TreeMap<>();

    static MapTree of(String... pathsAndContents) {
        MapTree tree = new MapTree();
        for (int i = 0; i < pathsAndContents.length; i += 2) {
            tree.with(pathsAndContents[i], pathsAndContents[i + 1]);
        }
        return tree;
    }

    MapTree with(String path, String content) {
        return with(path, Kind.FILE, content.getBytes(StandardCharsets.UTF_8));
    }

    MapTree with(String path, Kind kind, byte[] content) {
        entries.put(path, new Entry(kind, content));
        return this;
    }

    @Override
    public Optional<Entry> entry(String path) {
        if (entries.containsKey(path)) {
            return Optional.of(entries.get(path));
        }
        return entries.keySet().stream().anyMatch(name -> name.startsWith(path + "/"))
                ? Optional.of(new Entry(Kind.OTHER, new byte[0]))
                : Optional.empty();
    }
}
