package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.EditOutcome.Applied;
import io.jenkins.plugins.openfactory.edit.EditOutcome.Problem;
import io.jenkins.plugins.openfactory.edit.EditOutcome.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which files a ticket may touch, and how. What no rule allows is refused. Immutable.
 *
 * @param rules each a glob from the top of the repository with what may be done to the files that it fits
 */
public record EditScope(List<Rule> rules) {
    /** What can be done to a file. A file that moves is deleted in one place and created in the other. */
    public enum Kind {
        CREATE,
        MODIFY,
        DELETE;

        /** The lower-case word that tickets use. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One allowance. */
    public record Rule(Glob glob, Set<Kind> kinds) {
        public Rule {
            kinds = Set.copyOf(kinds);
        }

        /**
         * Reads the glob.
         *
         * @throws IllegalArgumentException where it is none
         */
        public static Rule of(String glob, Set<Kind> kinds) {
            return new Rule(Glob.of(glob), kinds);
        }

        @Override
        public String toString() {
            return new TreeSet<>(kinds).stream().map(Kind::id).collect(Collectors.joining(" or ")) + " " + glob;
        }
    }

    public EditScope {
        rules = List.copyOf(rules);
    }

    /** Whether something may be done to a file. */
    public boolean allows(Kind kind, String path) {
        return rules.stream()
                .anyMatch(rule -> rule.kinds().contains(kind) && rule.glob().matches(path));
    }

    /** The changes that are outside, each with what would have been allowed. */
    public List<Problem> outside(List<FileChange> changes) {
        List<Problem> problems = new ArrayList<>();
        for (FileChange change : changes) {
            if (change instanceof FileChange.Create) {
                check(Kind.CREATE, change.path(), problems);
            } else if (change instanceof FileChange.Modify) {
                check(Kind.MODIFY, change.path(), problems);
            } else if (change instanceof FileChange.Delete) {
                check(Kind.DELETE, change.path(), problems);
            } else if (change instanceof FileChange.Rename rename) {
                check(Kind.DELETE, rename.from(), problems);
                check(Kind.CREATE, rename.path(), problems);
            }
        }
        return problems;
    }

    /**
     * The outcome itself where all of it is inside, else a refusal of all of it. What the model sends then is a new reply
     * for {@link EditEngine#apply}, not one for {@link EditEngine#retry}, which would keep what is outside.
     */
    public EditOutcome within(EditOutcome outcome) {
        List<Problem> problems = outcome instanceof Applied applied ? outside(applied.changes()) : List.of();
        if (problems.isEmpty()) {
            return outcome;
        }
        String lines = problems.stream()
                .map(problem -> "- " + problem.path() + ": " + problem.message() + "\n")
                .collect(Collectors.joining());
        return new Refused(
                problems,
                "The edits go beyond the files of this ticket, so nothing was changed.\n\n" + lines
                        + "\nSend all edits again, within these files.\n");
    }

    private void check(Kind kind, String path, List<Problem> problems) {
        if (!allows(kind, path)) {
            String allowed = rules.isEmpty()
                    ? "it allows no file"
                    : "it allows: " + rules.stream().map(Rule::toString).collect(Collectors.joining(", "));
            problems.add(new Problem(
                    "outside_ticket", path, "this ticket does not allow to " + kind.id() + " the file; " + allowed));
        }
    }
}
