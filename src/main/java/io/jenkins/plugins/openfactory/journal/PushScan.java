package io.jenkins.plugins.openfactory.journal;

import io.jenkins.plugins.openfactory.artifact.LeakScan;
import io.jenkins.plugins.openfactory.edit.FileTree;
import io.jenkins.plugins.openfactory.git.FileDiff;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Looks for secrets in what a push would add to the base: registered secrets in every encoding that the masker knows, texts
 * of the shape of well-known tokens, and the run's canary. Stateless.
 */
final class PushScan {
    private static final LeakScan TOKENS = new LeakScan(List.of());

    private PushScan() {}

    /** @throws WorldFault {@code secret_in_diff} or {@code canary_seen}, naming the file */
    static void check(DoorParts parts, GitRepository repository, String base, String commit) {
        FileTree after = repository.tree(commit);
        for (FileDiff diff : repository.changes(base, commit)) {
            if (diff.kind() != FileDiff.Kind.DELETE) {
                check(parts, diff.path(), added(diff, after));
            }
        }
        check(parts, "the commit's message", repository.message(commit).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] added(FileDiff diff, FileTree after) {
        if (diff.binary()) {
            return after.entry(diff.path()).map(FileTree.Entry::content).orElse(new byte[0]);
        }
        return (diff.path() + "\n" + String.join("\n", diff.added())).getBytes(StandardCharsets.UTF_8);
    }

    private static void check(DoorParts parts, String path, byte[] added) {
        if (Canaries.isIn(parts, added)) {
            throw new WorldFault(
                    "canary_seen", "The change to '" + path + "' shows the run's canary; nothing was pushed.");
        }
        String text = new String(added, StandardCharsets.UTF_8);
        List<LeakScan.Finding> tokens = TOKENS.scan(path, added);
        if (tokens.isEmpty() && parts.mask().apply(text).equals(text)) {
            return;
        }
        String what = tokens.isEmpty()
                ? "a secret that was registered for this run"
                : "a " + tokens.get(0).kind() + ", " + tokens.get(0).excerpt();
        throw new WorldFault(
                "secret_in_diff",
                "The change to '" + path + "' adds " + what
                        + "; nothing was pushed. Revoke it if it is real, and say in the request that no secret may be in the"
                        + " files.");
    }
}
