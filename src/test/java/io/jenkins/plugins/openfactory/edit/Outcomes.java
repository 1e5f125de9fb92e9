package io.jenkins.plugins.openfactory.edit;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Short forms of outcomes for tests. */
final class Outcomes {
    private Outcomes() {}

    /** The changes as {@code kind path}, a line feed and the content. */
    static List<String> applied(String reply, FileTree tree) {
        return applied(new EditEngine().apply(reply, tree));
    }

    static List<String> applied(EditOutcome outcome) {
        if (outcome instanceof EditOutcome.Applied applied) {
            return applied.changes().stream().map(Outcomes::shown).toList();
        }
        throw new AssertionError("refused: " + ((EditOutcome.Refused) outcome).feedback());
    }

    static EditOutcome.Refused refused(String reply, FileTree tree) {
        return refused(new EditEngine().apply(reply, tree));
    }

    static EditOutcome.Refused refused(EditOutcome outcome) {
        if (outcome instanceof EditOutcome.Refused refused) {
            return refused;
        }
        throw new AssertionError("applied: " + applied(outcome));
    }

    /** The codes of a refused reply's problems. */
    static List<String> codes(String reply, FileTree tree) {
        return refused(reply, tree).problems().stream()
                .map(EditOutcome.Problem::code)
                .toList();
    }

    private static String shown(FileChange change) {
        if (change instanceof FileChange.Create create) {
            return "create " + create.path() + (create.executable() ? " *" : "") + "\n" + text(create.content());
        } else if (change instanceof FileChange.Modify modify) {
            return "modify " + modify.path() + "\n" + text(modify.content());
        } else if (change instanceof FileChange.Rename rename) {
            return "rename " + rename.from() + " " + rename.path() + "\n" + text(rename.content());
        }
        return "delete " + change.path();
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }
}
