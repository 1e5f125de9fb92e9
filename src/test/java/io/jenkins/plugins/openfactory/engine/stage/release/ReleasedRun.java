package io.jenkins.plugins.openfactory.engine.stage.release;

import io.jenkins.plugins.openfactory.evidence.sign.VerifyingKey;
import java.io.IOException;
import java.nio.file.Path;

/** A recorded green run with its bundle, for tests of other rooms. */
public final class ReleasedRun {
    public static final String ID = RecordedRun.ID;

    private ReleasedRun() {}

    /** Makes a home with the run, and returns the folder of its artifacts. */
    public static Path in(Path home) throws IOException {
        try (RecordedRun run = RecordedRun.green(home, 2, "")) {
            RecordedRun.stage().run(run.context());
        }
        return home.resolve("runs").resolve(ID).resolve("artifacts");
    }

    /** The key that signed it. */
    public static VerifyingKey key() {
        return RecordedRun.KEY.known();
    }
}
