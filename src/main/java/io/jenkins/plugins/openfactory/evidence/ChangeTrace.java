package io.jenkins.plugins.openfactory.evidence;

import io.jenkins.plugins.openfactory.git.FileDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The whole change of a run, each hunk with whose it is: tickets, or fixes of a check. Where a hunk's lines can't be told
 * apart from equal lines beside them, it counts for everybody who changed the file. Immutable and carried by JSON.
 *
 * @param commits every commit from the base to the head, oldest first, with its owner
 */
public record ChangeTrace(List<Commit> commits, List<File> files) {
    /** The owner of a commit that neither a ticket nor a fix of the record made. */
    public static final String NOBODY = "nobody";

    /** The beginning of a fix's name as an owner; its number follows. */
    public static final String FIX = "fix ";

    /**
     * One commit.
     *
     * @param owner a ticket's id, {@value #FIX} with a number, or {@value #NOBODY}
     */
    public record Commit(String commit, String owner) {}

    /**
     * One file of the whole change.
     *
     * @param owners who changed it
     * @param contract the tickets whose contract covers it
     */
    public record File(FileEvidence file, Set<String> owners, Set<String> contract, List<Place> places) {}

    /** One hunk of a file. */
    public record Place(FileEvidence.Hunk hunk, Set<String> owners) {}

    /** How git tells of a difference. */
    public record Differences(
            BiFunction<String, String, List<FileDiff>> files, BiFunction<String, String, String> patch) {}

    /**
     * Follows every line from the base to the head.
     *
     * @param history the commits after the base, oldest first, the last of them the head
     * @param owners whose commit each is
     * @param contract the tickets whose contract covers a path
     */
    public static ChangeTrace follow(
            String base,
            List<String> history,
            Map<String, String> owners,
            Function<String, Set<String>> contract,
            Differences differences) {
        LineOwners lines = new LineOwners();
        List<Commit> commits = new ArrayList<>();
        String before = base;
        for (String commit : history) {
            String owner = owners.getOrDefault(commit, NOBODY);
            commits.add(new Commit(commit, owner));
            lines.next(
                    owner,
                    differences.files().apply(before, commit),
                    differences.patch().apply(before, commit));
            before = commit;
        }
        return new ChangeTrace(
                commits,
                files(
                        lines,
                        differences.files().apply(base, before),
                        differences.patch().apply(base, before),
                        contract));
    }

    private static List<File> files(
            LineOwners lines, List<FileDiff> diffs, String patch, Function<String, Set<String>> contract) {
        List<List<UnifiedPatch.Body>> bodies = UnifiedPatch.parse(patch);
        List<FileEvidence> evidence = FileEvidence.of(diffs, patch);
        List<File> files = new ArrayList<>();
        for (int i = 0; i < diffs.size(); i++) {
            String path = diffs.get(i).path();
            Set<String> all = lines.of(path);
            List<Place> places = new ArrayList<>();
            for (UnifiedPatch.Body body :
                    bodies.size() == diffs.size() ? bodies.get(i) : List.<UnifiedPatch.Body>of()) {
                Set<String> own = lines.of(path, body);
                places.add(new Place(body.hunk(), new TreeSet<>(own.isEmpty() ? all : own)));
            }
            files.add(new File(evidence.get(i), new TreeSet<>(all), new TreeSet<>(contract.apply(path)), places));
        }
        return List.copyOf(files);
    }
}
