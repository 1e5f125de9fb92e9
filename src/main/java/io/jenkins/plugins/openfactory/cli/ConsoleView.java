package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Plain lines, one an event: for pipes and logs. */
final class ConsoleView implements RunView {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final PrintStream out;

    private ConsoleView(PrintStream out) {
        this.out = out;
    }

    /** The live view on a terminal, plain lines elsewhere. */
    static RunView choose(RunStore store, PrintStream out) {
        String term = System.getenv().getOrDefault("TERM", "dumb");
        boolean terminal = System.console() != null && !term.equals("dumb") && System.getenv("CI") == null;
        return terminal ? new LiveView(store, out) : new ConsoleView(out);
    }

    @Override
    public void begin(String runId) {}

    @Override
    public synchronized void on(RunEvent event) {
        StringBuilder line = new StringBuilder(TIME.format(event.at()));
        event.stage()
                .ifPresent(stage ->
                        line.append(' ').append(stage.number()).append(' ').append(stage.title()));
        event.ticketId().ifPresent(id -> line.append(" [").append(id).append(']'));
        out.println(line.append(": ").append(oneLine(event.text())));
        out.flush();
    }

    @Override
    public void end() {}

    static String oneLine(String text) {
        return text.replaceAll("\\R+", " ").replaceAll("\\p{Cntrl}", "?");
    }
}
