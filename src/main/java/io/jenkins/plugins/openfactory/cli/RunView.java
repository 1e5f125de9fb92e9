package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.run.RunEvent;

/** Shows a run while this process works on it. */
interface RunView extends RunEvent.Listener {
    void begin(String runId);

    /** Shows the last state and gives the terminal back. */
    void end();

    /** Shows nothing. */
    RunView SILENT = new RunView() {
        @Override
        public void begin(String runId) {}

        @Override
        public void on(RunEvent event) {}

        @Override
        public void end() {}
    };
}
