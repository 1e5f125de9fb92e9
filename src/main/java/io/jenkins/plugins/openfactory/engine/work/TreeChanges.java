package io.jenkins.plugins.openfactory.engine.work;

import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.edit.FileTree;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.git.FileDiff;
import java.util.ArrayList;
import java.util.List;

/** The difference between two commits as changes that can be committed elsewhere. */
public final class TreeChanges {
    private TreeChanges() {}

    public static List<FileChange> between(StageContext context, String from, String to) {
        FileTree after = context.doors().git().tree(to);
        List<FileChange> changes = new ArrayList<>();
        for (FileDiff diff : context.doors().git().changes(from, to)) {
            if (diff.kind() == FileDiff.Kind.DELETE) {
                changes.add(new FileChange.Delete(diff.path()));
                continue;
            }
            FileTree.Entry entry = after.entry(diff.path()).orElseThrow();
            boolean executable = entry.kind() == FileTree.Kind.EXECUTABLE;
            if (diff.kind() == FileDiff.Kind.MODIFY) {
                changes.add(new FileChange.Modify(diff.path(), entry.content()));
            } else {
                diff.oldPath().ifPresent(old -> changes.add(new FileChange.Delete(old)));
                changes.add(new FileChange.Create(diff.path(), entry.content(), executable));
            }
        }
        return List.copyOf(changes);
    }
}
