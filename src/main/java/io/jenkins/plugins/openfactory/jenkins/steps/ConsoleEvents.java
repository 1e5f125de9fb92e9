package io.jenkins.plugins.openfactory.jenkins.steps;

import hudson.model.TaskListener;
import io.jenkins.plugins.openfactory.run.RunEvent;
import java.util.function.Consumer;

/** Writes what happens in a run to the build's console, one line each. Safe for any thread. */
final class ConsoleEvents implements RunEvent.Listener {
    private final TaskListener console;
    private final Consumer<String> status;

    /** @param status is told the same line, without a prefix */
    ConsoleEvents(TaskListener console, Consumer<String> status) {
        this.console = console;
        this.status = status;
    }

    @Override
    public void on(RunEvent event) {
        String where = event.stage().map(stage -> stage.title()).orElse("")
                + event.ticketId().map(id -> " [" + id + "]").orElse("");
        String line =
                (where.isEmpty() ? "" : where.strip() + ": ") + event.text().replaceAll("\\p{Cntrl}", " ");
        status.accept(line);
        console.getLogger().println("[factory] " + line);
    }
}
