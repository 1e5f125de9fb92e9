package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.FileTree.Entry;
import io.jenkins.plugins.openfactory.edit.FileTree.Kind;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What a path of a reply means in a tree, and what may be done there. */
final class TreePaths {
    private static final Pattern SUBMODULE = Pattern.compile("(?m)^\\s*path\\s*=\\s*(.+?)\\s*$");

    private final FileTree tree;
    private final Function<String, Optional<Boolean>> draft;
    private final List<String> submodules;

    /**
     * Over a tree.
     *
     * @param draft whether the edits so far made the file (true), took it away (false), or neither (empty)
     */
    TreePaths(FileTree tree, Function<String, Optional<Boolean>> draft) {
        this.tree = tree;
        this.draft = draft;
        this.submodules = tree.entry(".gitmodules")
                .map(entry -> new String(entry.content(), StandardCharsets.UTF_8))
                .map(text -> SUBMODULE
                        .matcher(text)
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .toList())
                .orElse(List.of());
    }

    /**
     * The path in the tree's own spelling: as given, else composed or decomposed where only that exists.
     *
     * @throws Refusal where it may not be edited at all
     */
    String resolve(String given) {
        String path = given.startsWith("./") ? given.substring(2) : given;
        SafePath.problem(path).ifPresent(problem -> {
            throw new Refusal("bad_path", "the path " + problem);
        });
        if (tree.entry(path).isPresent()) {
            return path;
        }
        for (Normalizer.Form form : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
            String other = Normalizer.normalize(path, form);
            if (!other.equals(path) && tree.entry(other).isPresent()) {
                return other;
            }
        }
        return path;
    }

    /**
     * The file at a path; empty where there is none.
     *
     * @throws Refusal where something else is there
     */
    Optional<Entry> file(String path) {
        if (submodules.stream().anyMatch(module -> path.equals(module) || path.startsWith(module + "/"))) {
            throw new Refusal("bad_path", "the path lies in a submodule, which is never edited");
        }
        Optional<Entry> entry = tree.entry(path);
        if (entry.isPresent() && entry.get().kind() == Kind.SYMLINK) {
            throw new Refusal("symlink", "the path is a symbolic link, which is never edited");
        }
        if (entry.isPresent() && entry.get().kind() == Kind.OTHER) {
            throw new Refusal("bad_path", "the path is a folder or a submodule");
        }
        return entry;
    }

    /**
     * Nothing, where a new file fits at a path.
     *
     * @throws Refusal where one of its folders is a file or a symbolic link
     */
    void requireRoom(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String folder = path.substring(0, slash);
            Optional<Entry> entry = tree.entry(folder);
            if (entry.isPresent() && entry.get().kind() == Kind.SYMLINK) {
                throw new Refusal("symlink", "its folder " + folder + " is a symbolic link, which is never followed");
            }
            boolean file = entry.isPresent() && entry.get().kind() != Kind.OTHER;
            if (draft.apply(folder).orElse(file)) {
                throw new Refusal("exists", "its folder " + folder + " is a file");
            }
        }
    }
}
