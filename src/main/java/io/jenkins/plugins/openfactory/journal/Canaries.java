package io.jenkins.plugins.openfactory.journal;

import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.exec.Canary;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.util.List;

/**
 * Stops a run whose planted credential turns up where only somebody who looks for secrets would put it. Stateless; the
 * run fails with {@code canary_seen}.
 */
final class Canaries {
    private static final String CODE = "canary_seen";
    private static final String MEND =
            " A command of this run read the credential that was planted to find out who looks"
                    + " for secrets; look at the run's logs before anybody goes on with it.";

    private Canaries() {}

    static WorldFault inOutput(String command, String log) {
        return new WorldFault(CODE, "The output of '" + command + "' shows the run's canary (" + log + ")." + MEND);
    }

    /** Before a request leaves for a model. */
    static void notInRequest(DoorParts parts, String request) {
        if (canary(parts).isIn(request)) {
            throw new WorldFault(CODE, "A request to the model shows the run's canary; it was not sent." + MEND);
        }
    }

    /** Before changes are committed. */
    static void notInChanges(DoorParts parts, List<FileChange> changes) {
        for (FileChange change : changes) {
            byte[] content = content(change);
            if (canary(parts).isIn(content) || canary(parts).isIn(change.path())) {
                throw new WorldFault(
                        CODE, "A change to '" + change.path() + "' shows the run's canary; it was not kept." + MEND);
            }
        }
    }

    static boolean isIn(DoorParts parts, byte[] content) {
        return canary(parts).isIn(content);
    }

    private static byte[] content(FileChange change) {
        if (change instanceof FileChange.Create create) {
            return create.content();
        }
        if (change instanceof FileChange.Modify modify) {
            return modify.content();
        }
        return change instanceof FileChange.Rename rename ? rename.content() : new byte[0];
    }

    private static Canary canary(DoorParts parts) {
        return Canary.of(parts.runId(), parts.traceId());
    }
}
