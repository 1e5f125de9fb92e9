package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.TestSource.Skip;
import io.jenkins.plugins.openfactory.edit.TestSource.Unit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tells whether changes weaken tests: delete, skip, empty or comment them out, or take assertions away. Reads Java,
 * Kotlin, Python, JavaScript and TypeScript, Go, Rust, C# and Ruby by their usual test frameworks. A test that is
 * renamed, moved or split while its assertions persist is no finding, nor is one that changed and has as many assertions.
 * It compares texts and runs nothing, so it can neither see a case taken out of a table of inputs nor an expected value
 * that was made to fit. Stateless, so safe for any thread.
 */
public final class TestTampering {
    /** What was weakened. */
    public enum Kind {
        /** A test is gone, or no test runner looks for it any more. */
        DELETED,
        /** A test, class or file is skipped now, or others are because one is marked as the only one. */
        SKIPPED,
        /** Fewer assertions than before. */
        LOOSENED,
        /** An assertion that can't fail. */
        EMPTY_TRUTH,
        /** A test that does nothing any more. */
        EMPTIED,
        /** A test or assertion that is a comment now. */
        COMMENTED_OUT;

        /** The lower-case name that reports use. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One weakened test.
     *
     * @param path the file as it is called afterwards, or before where it is gone
     * @param line the line in that file, from 1
     * @param message one sentence
     */
    public record Finding(String path, Kind kind, int line, String message) {}

    private static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::path).thenComparing(Finding::line).thenComparing(Finding::kind);

    /** The findings of changes to a tree, in order of path and line. */
    public List<Finding> inspect(FileTree tree, List<FileChange> changes) {
        return inspect(tree, List.of(), changes);
    }

    /**
     * The findings of the tree with one set of changes against the same tree with another, in order of path and line.
     *
     * @param before the changes up to which everything was fine
     * @param after all changes up to now
     */
    public List<Finding> inspect(FileTree tree, List<FileChange> before, List<FileChange> after) {
        Map<String, Optional<byte[]>> old = overlay(before);
        Map<String, Optional<byte[]>> now = overlay(after);
        TreeSet<String> paths = new TreeSet<>(old.keySet());
        paths.addAll(now.keySet());
        List<TestSource> oldSources = sources(tree, old, paths);
        List<TestSource> newSources = sources(tree, now, paths);
        List<Finding> findings = new ArrayList<>();
        for (TestLanguage language : TestLanguage.values()) {
            findings.addAll(new TestComparison(of(language, oldSources), of(language, newSources)).findings());
        }
        findings.sort(ORDER);
        return List.copyOf(findings);
    }

    private static List<TestSource> of(TestLanguage language, List<TestSource> sources) {
        return sources.stream().filter(source -> source.language() == language).toList();
    }

    private static Map<String, Optional<byte[]>> overlay(List<FileChange> changes) {
        Map<String, Optional<byte[]>> files = new TreeMap<>();
        for (FileChange change : changes) {
            if (change instanceof FileChange.Rename rename) {
                files.putIfAbsent(rename.from(), Optional.empty());
                files.put(rename.path(), Optional.of(rename.content()));
            } else if (change instanceof FileChange.Create create) {
                files.put(create.path(), Optional.of(create.content()));
            } else if (change instanceof FileChange.Modify modify) {
                files.put(modify.path(), Optional.of(modify.content()));
            } else {
                files.put(change.path(), Optional.empty());
            }
        }
        return files;
    }

    private static List<TestSource> sources(
            FileTree tree, Map<String, Optional<byte[]>> changed, TreeSet<String> paths) {
        List<TestSource> sources = new ArrayList<>();
        for (String path : paths) {
            Optional<byte[]> content = changed.containsKey(path)
                    ? changed.get(path)
                    : tree.entry(path).map(FileTree.Entry::content);
            content.flatMap(bytes -> TestSource.of(path, new String(bytes, StandardCharsets.UTF_8)))
                    .ifPresent(sources::add);
        }
        return sources;
    }

    /** A test and the file it is in. */
    record Placed(TestSource source, Unit unit) {
        Finding finding(Kind kind, int line, String message) {
            return new Finding(source.path(), kind, line, message);
        }

        Finding finding(Kind kind, Skip skip, String message) {
            return finding(kind, skip.line(), message);
        }
    }
}
