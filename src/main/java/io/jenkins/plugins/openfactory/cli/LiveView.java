package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StageRow;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The eight stages live on a terminal: redrawn in place twice a second from the run record. */
final class LiveView implements RunView {
    private static final int WIDTH = 100;

    private final RunStore store;
    private final PrintStream out;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "openfactory-view");
        thread.setDaemon(true);
        return thread;
    });
    private String runId = "";
    private String now = "";
    private int drawn;

    LiveView(RunStore store, PrintStream out) {
        this.store = store;
        this.out = out;
    }

    @Override
    public synchronized void begin(String id) {
        runId = id;
        timer.scheduleWithFixedDelay(this::draw, 0, 500, TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void on(RunEvent event) {
        now = event.ticketId().map(id -> "[" + id + "] ").orElse("") + ConsoleView.oneLine(event.text());
    }

    @Override
    public void end() {
        timer.shutdown();
        synchronized (this) {
            if (!runId.isEmpty()) {
                now = "";
                draw();
            }
        }
    }

    private synchronized void draw() {
        List<String> lines = new ArrayList<>();
        lines.add("run " + runId);
        store.stages(runId).forEach(stage -> lines.add(line(stage)));
        RunStore.Usage usage = store.usage(runId);
        lines.add(String.format(
                Locale.ROOT,
                "  %d exchanges, %d + %d tokens, %s",
                usage.exchanges(),
                usage.promptTokens(),
                usage.completionTokens(),
                cost(usage)));
        lines.add("  " + now);
        StringBuilder frame = new StringBuilder();
        if (drawn > 0) {
            frame.append("\u001b[").append(drawn).append('A');
        }
        lines.forEach(line -> frame.append("\u001b[2K").append(cut(line)).append('\n'));
        drawn = lines.size();
        out.print(frame);
        out.flush();
    }

    private static String cost(RunStore.Usage usage) {
        if (usage.exchanges() > 0 && usage.unpriced() == usage.exchanges()) {
            return "price unknown";
        }
        return String.format(Locale.ROOT, "%.4f USD%s", usage.usd(), usage.unpriced() > 0 ? " and more unpriced" : "");
    }

    private static String line(StageRow row) {
        String mark = switch (row.state()) {
            case PENDING -> "·";
            case RUNNING -> "▶";
            case SUCCEEDED -> "✓";
            case FAILED -> "✗";
            case SKIPPED -> "–";
        };
        String attempts = row.attempts() > 1 ? " ×" + row.attempts() : "";
        return String.format(
                "%s %d %-14s%-4s %8s  %s",
                mark, row.stage().number(), row.stage().title(), attempts, time(row), row.summary());
    }

    private static String time(StageRow row) {
        if (row.state() == StageState.PENDING || row.startedAt().isEmpty()) {
            return "";
        }
        Duration took = Duration.between(row.startedAt().get(), row.endedAt().orElseGet(Instant::now));
        return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
    }

    private static String cut(String line) {
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
    }
}
