package io.jenkins.plugins.openfactory.evidence;

import io.jenkins.plugins.openfactory.evidence.UnifiedPatch.Body;
import io.jenkins.plugins.openfactory.git.FileDiff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Follows every line of every file through a chain of commits, so that each place of the whole change can be told to come
 * from the commits that made it. For one thread.
 */
final class LineOwners {
    private final Map<String, Lines> files = new HashMap<>();

    /**
     * Takes the next commit of the chain.
     *
     * @param owner whose commit it is
     * @param diffs what it changes
     * @param patch the same as a unified diff, its files in the same order
     */
    void next(String owner, List<FileDiff> diffs, String patch) {
        List<List<Body>> bodies = UnifiedPatch.parse(patch);
        Map<String, Lines> after = new HashMap<>();
        Set<String> gone = new TreeSet<>();
        for (int i = 0; i < diffs.size(); i++) {
            FileDiff diff = diffs.get(i);
            String before = diff.oldPath().orElse(diff.path());
            Lines lines = files.getOrDefault(before, Lines.BASE);
            gone.add(before);
            after.put(
                    diff.path(),
                    lines.with(owner, diff.kind(), bodies.size() == diffs.size() ? bodies.get(i) : List.of()));
        }
        files.keySet().removeAll(gone);
        files.putAll(after);
    }

    /** Whose commits made a hunk of the whole change; empty where none of the chain's commits did. */
    Set<String> of(String path, Body body) {
        return files.getOrDefault(path, Lines.BASE).owners(body);
    }

    /** Whose commits changed a file at all. */
    Set<String> of(String path) {
        return files.getOrDefault(path, Lines.BASE).touched;
    }

    /**
     * A file as far as it is known. A line is the number of the base line that it is, or the name of its owner; base lines
     * behind the last known one follow in order.
     *
     * @param lines each an {@code Integer} or a {@code String}
     * @param nextBase the number of the base line that follows the known ones
     * @param removed base lines that are gone, and who took them
     * @param touched who changed the file
     */
    private record Lines(List<Object> lines, int nextBase, Map<Integer, String> removed, Set<String> touched) {
        private static final Lines BASE = new Lines(List.of(), 1, Map.of(), Set.of());

        Lines with(String owner, FileDiff.Kind kind, List<Body> bodies) {
            List<Object> now = new ArrayList<>();
            Map<Integer, String> gone = new HashMap<>(removed);
            Reader old = new Reader(kind == FileDiff.Kind.CREATE ? List.of() : lines, nextBase);
            for (Body body : bodies) {
                int before = body.hunk().oldStart() - (body.hunk().oldLines() == 0 ? 0 : 1);
                while (old.at < before) {
                    now.add(old.next());
                }
                for (char mark : body.marks().toCharArray()) {
                    switch (mark) {
                        case '+' -> now.add(owner);
                        case '-' -> take(old.next(), owner, gone);
                        case ' ' -> now.add(old.next());
                        default -> {}
                    }
                }
            }
            while (old.at < old.known.size()) {
                now.add(old.next());
            }
            Set<String> touching = new TreeSet<>(touched);
            touching.add(owner);
            return new Lines(now, old.nextBase, gone, touching);
        }

        private static void take(Object line, String owner, Map<Integer, String> gone) {
            if (line instanceof Integer base) {
                gone.put(base, owner);
            }
        }

        Set<String> owners(Body body) {
            Set<String> owners = new TreeSet<>();
            int left = body.hunk().oldStart();
            int right = body.hunk().newStart();
            for (char mark : body.marks().toCharArray()) {
                if (mark == '+' && right <= lines.size() && lines.get(right - 1) instanceof String owner) {
                    owners.add(owner);
                } else if (mark == '-' && removed.containsKey(left)) {
                    owners.add(removed.get(left));
                }
                left += mark == '+' || mark == '\\' ? 0 : 1;
                right += mark == '-' || mark == '\\' ? 0 : 1;
            }
            return owners;
        }
    }

    /** Reads a version of a file line by line, base lines without end behind the known ones. */
    private static final class Reader {
        private final List<Object> known;
        private int nextBase;
        private int at;

        Reader(List<Object> known, int nextBase) {
            this.known = known;
            this.nextBase = nextBase;
        }

        Object next() {
            return at < known.size() ? known.get(at++) : base();
        }

        private Object base() {
            at++;
            return nextBase++;
        }
    }
}
