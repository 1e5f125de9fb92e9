package io.jenkins.plugins.openfactory.evidence.report;

import io.jenkins.plugins.openfactory.evidence.CiEvidence;
import io.jenkins.plugins.openfactory.evidence.FileEvidence;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.evidence.TicketEvidence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What deserves a reviewer's eyes first, from the record alone, as Markdown items. */
final class Attention {
    private static final int LARGE = 100;
    private static final int MOST_NAMES = 5;
    private static final Pattern BUILD =
            Pattern.compile("(?:.*/)?(?:pom\\.xml|build\\.gradle(?:\\.kts)?|package(?:-lock)?\\.json|"
                    + "yarn\\.lock|go\\.(?:mod|sum)|Cargo\\.(?:toml|lock)|requirements[^/]*\\.txt|pyproject\\.toml|setup\\.py|Makefile|"
                    + "Dockerfile|Jenkinsfile|\\.gitlab-ci\\.yml|\\.openfactory\\.yml)|\\.github/.*|ci/.*");

    private Attention() {}

    /** The items, the weightiest first; never empty. */
    static List<String> of(RunEvidence run) {
        List<String> items = new ArrayList<>();
        run.outside().stream()
                .findFirst()
                .ifPresent(path ->
                        items.add("Files outside every ticket's contract were changed: " + names(run.outside()) + "."));
        build(run).ifPresent(items::add);
        weakened(run).ifPresent(items::add);
        for (CiEvidence.Fix fix : Facts.pushedFixes(run)) {
            items.add("Fix " + fix.number() + " came after a required check had failed, and no ticket planned it: "
                    + names(fix.files().stream().map(FileEvidence::path).toList()) + ".");
        }
        kept(run).ifPresent(items::add);
        run.notes().stream()
                .map(note -> note.heading() + ": " + Md.line(Words.sentence(note.text())))
                .forEach(items::add);
        int assumptions = run.spec().assumptions().size();
        if (assumptions > 0) {
            items.add(Words.count(assumptions, "assumption") + (assumptions == 1 ? " fills" : " fill")
                    + " what the request leaves open; see below whether you share " + (assumptions == 1 ? "it" : "them")
                    + ".");
        }
        largest(run).ifPresent(items::add);
        return items.isEmpty() ? List.of("Nothing stands out in the record.") : items;
    }

    private static Optional<String> build(RunEvidence run) {
        List<String> paths = run.files().stream()
                .map(FileEvidence::path)
                .filter(path -> BUILD.matcher(path).matches())
                .toList();
        return paths.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "How the project is built, tested or what it depends on changes with " + names(paths) + ".");
    }

    private static Optional<String> weakened(RunEvidence run) {
        List<String> globs = run.tickets().stream()
                .flatMap(ticket -> ticket.ticket().mayWeakenTests().stream())
                .distinct()
                .toList();
        return globs.isEmpty()
                ? Optional.empty()
                : Optional.of("Tests were allowed to be removed, skipped or loosened in " + names(globs) + ".");
    }

    /** Criteria that rest on tests which nobody saw fail. */
    private static Optional<String> kept(RunEvidence run) {
        List<String> ids = run.spec().acceptanceCriteria().stream()
                .map(criterion -> criterion.id())
                .filter(id ->
                        proofs(run, id).stream().noneMatch(proof -> proof.test().mustFailFirst()))
                .toList();
        return ids.isEmpty()
                ? Optional.empty()
                : Optional.of(Words.capital(Words.list(ids)) + (ids.size() == 1 ? " rests" : " rest")
                        + " on tests that pass with the change and were not seen failing without it.");
    }

    private static List<TicketEvidence.Proof> proofs(RunEvidence run, String criterion) {
        return run.tickets().stream()
                .flatMap(ticket -> ticket.proofs().stream())
                .filter(proof -> proof.test().proves().contains(criterion))
                .toList();
    }

    private static Optional<String> largest(RunEvidence run) {
        return run.files().stream()
                .max(Comparator.comparingInt(file -> file.added() + file.removed()))
                .filter(file -> file.added() + file.removed() >= LARGE)
                .map(file -> "The largest piece to read is " + Md.code(file.path()) + " (" + Facts.lines(List.of(file))
                        + " lines).");
    }

    private static String names(List<String> names) {
        List<String> shown =
                new ArrayList<>(names.stream().limit(MOST_NAMES).map(Md::code).toList());
        if (names.size() > MOST_NAMES) {
            shown.add(Words.number(names.size() - MOST_NAMES) + " more");
        }
        return Words.list(shown);
    }
}
