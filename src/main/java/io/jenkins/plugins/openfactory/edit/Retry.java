package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.Edit.Block;
import io.jenkins.plugins.openfactory.edit.Edit.Create;
import io.jenkins.plugins.openfactory.edit.Edit.Delete;
import io.jenkins.plugins.openfactory.edit.Edit.Mode;
import io.jenkins.plugins.openfactory.edit.Edit.Move;
import io.jenkins.plugins.openfactory.edit.Edit.Unreadable;
import io.jenkins.plugins.openfactory.edit.Edit.Whole;
import io.jenkins.plugins.openfactory.edit.EditEngine.Failure;
import io.jenkins.plugins.openfactory.edit.EditEngine.Trial;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts the edits of a new reply in the place of those that failed before. The rule, for a refused list of edits and a new
 * one:
 *
 * <ol>
 *   <li>New edits that repeat a good one are dropped.
 *   <li>A new whole file or deletion takes the place of every earlier edit of its path.
 *   <li>Else the new edits of a path take the place of its failed ones: each its own where there are as many, all of
 *       them that of the first one otherwise.
 *   <li>New edits of other paths come last.
 *   <li>A failed edit that is not sent again stays, and fails again, where its lines were not found, not unique or not
 *       readable. It is dropped where it can't be right as it was: no or a wrong path, nothing changed, a file that is
 *       missing, there already or can't be edited.
 *   <li>Where that fails and the new reply has as many edits as the old one and succeeds alone, it stands alone.
 * </ol>
 */
final class Retry {
    private static final Set<String> SENT_AGAIN = Set.of("not_found", "ambiguous", "malformed");

    private final Trial before;
    private final List<Edit> fresh;
    private final Set<Edit> failed = new HashSet<>();
    private final Set<String> replaced;

    private Retry(Trial before, List<Edit> fresh) {
        Set<Edit> good = before.edits().stream().map(Retry::unnumbered).collect(Collectors.toSet());
        for (Failure failure : before.failures()) {
            failed.add(failure.edit());
            good.remove(unnumbered(failure.edit()));
        }
        this.before = before;
        this.fresh =
                fresh.stream().filter(edit -> !good.contains(unnumbered(edit))).toList();
        this.replaced = this.fresh.stream()
                .filter(edit -> edit instanceof Whole || edit instanceof Delete)
                .map(Retry::path)
                .collect(Collectors.toSet());
    }

    /** The edits to try now. */
    static List<Edit> merge(List<Edit> earlier, List<Edit> fresh, FileTree tree) {
        List<Edit> merged = new Retry(EditEngine.attempt(earlier, tree), fresh).merge();
        boolean whole = !fresh.isEmpty() && fresh.size() >= earlier.size();
        boolean alone = whole
                && !EditEngine.attempt(merged, tree).failures().isEmpty()
                && EditEngine.attempt(fresh, tree).failures().isEmpty();
        return alone ? fresh : merged;
    }

    private List<Edit> merge() {
        List<Edit> merged = new ArrayList<>();
        Set<Edit> placed = new HashSet<>();
        for (Edit edit : before.edits()) {
            List<Edit> instead = instead(edit);
            boolean gives = failed.contains(edit) || replaced.contains(path(edit));
            if (!gives) {
                merged.add(edit);
            } else if (instead.isEmpty() && !sentElsewhere(edit) && mustBeSentAgain(edit)) {
                merged.add(unnumbered(edit));
            }
            instead.stream().filter(placed::add).forEach(merged::add);
        }
        fresh.stream().filter(placed::add).forEach(merged::add);
        return merged;
    }

    /** What takes an earlier edit's place. */
    private List<Edit> instead(Edit edit) {
        List<Edit> same = of(fresh, edit);
        if (replaced.contains(path(edit))) {
            return same;
        }
        List<Edit> misses =
                of(before.edits(), edit).stream().filter(failed::contains).toList();
        int place = misses.indexOf(edit);
        if (place < 0 || same.isEmpty()) {
            return List.of();
        }
        return misses.size() == same.size() ? List.of(same.get(place)) : same;
    }

    private boolean sentElsewhere(Edit edit) {
        return !of(fresh, edit).isEmpty();
    }

    private boolean mustBeSentAgain(Edit edit) {
        return !edit.path().isEmpty()
                && before.failures().stream()
                        .anyMatch(failure -> failure.edit().equals(edit)
                                && SENT_AGAIN.contains(failure.why().code()));
    }

    private static List<Edit> of(List<Edit> edits, Edit like) {
        return edits.stream().filter(edit -> path(edit).equals(path(like))).toList();
    }

    private static String path(Edit edit) {
        return edit.path().startsWith("./") ? edit.path().substring(2) : edit.path();
    }

    /** The same edit wherever it stands in its reply. */
    private static Edit unnumbered(Edit edit) {
        if (edit instanceof Block it) {
            return new Block(it.path(), 0, it.format(), it.readings(), it.hint());
        } else if (edit instanceof Whole it) {
            return new Whole(it.path(), 0, it.lines());
        } else if (edit instanceof Create it) {
            return new Create(it.path(), 0, it.format(), it.lines(), it.open(), it.executable());
        } else if (edit instanceof Delete it) {
            return new Delete(it.path(), 0, it.format(), it.expected());
        } else if (edit instanceof Move it) {
            return new Move(it.path(), 0, it.format(), it.to(), it.copy());
        } else if (edit instanceof Mode it) {
            return new Mode(it.path(), 0, it.format(), it.executable());
        }
        Unreadable it = (Unreadable) edit;
        return new Unreadable(it.path(), 0, it.format(), it.code(), it.message());
    }
}
