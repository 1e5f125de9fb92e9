package io.jenkins.plugins.openfactory.engine;

import java.nio.file.Path;

/** The crash matrix with the record in SQLite, a file that is copied with its home. */
class CrashMatrixTest extends CrashMatrix {
    @Override
    void record(Path home, Path original) {}

    @Override
    void forget(Path home) {}

    @Override
    int sample() {
        return 12;
    }

    @Override
    String store() {
        return "SQLite";
    }
}
