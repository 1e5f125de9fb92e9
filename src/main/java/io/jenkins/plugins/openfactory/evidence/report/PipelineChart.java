package io.jenkins.plugins.openfactory.evidence.report;

import io.jenkins.plugins.openfactory.evidence.CiEvidence;
import io.jenkins.plugins.openfactory.evidence.RunEvidence;
import io.jenkins.plugins.openfactory.evidence.TicketEvidence;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.store.StageRow;
import java.util.List;

/** {@code pipeline.mmd}: the run as it went, as a Mermaid flowchart. */
public final class PipelineChart {
    private static final int TITLE = 60;

    private PipelineChart() {}

    public static String render(RunEvidence run) {
        StringBuilder chart = new StringBuilder("flowchart TD\n");
        String previous = "request[/" + label("Request " + Words.brief(run.run().requestSha256())) + "/]";
        for (StageRow stage : run.stages()) {
            chart.append("  ")
                    .append(previous)
                    .append(" --> ")
                    .append(stage(stage))
                    .append('\n');
            previous = "s" + stage.stage().number();
        }
        String pull = "Pull request " + run.pullRequest().number() + "\nhead "
                + Words.brief(run.pullRequest().headSha());
        chart.append("  s6 --> pull([").append(label(pull)).append("])\n");
        chart.append("  s7 --> bundle[/").append(label("Release bundle")).append("/]\n");
        tickets(chart, run.tickets());
        rounds(chart, run.ci());
        chart.append("  classDef good fill:#d9f2e3,stroke:#1a7f4b,color:#0b3d24\n");
        chart.append("  classDef bad fill:#fbdcd9,stroke:#b3261e,color:#5c120d\n");
        chart.append("  classDef other fill:#eceff3,stroke:#5b6573,color:#22272e\n");
        return chart.toString();
    }

    private static String stage(StageRow stage) {
        StageState state = stage.state();
        String attempts = ", " + Words.count(stage.attempts(), "attempt");
        return "s" + stage.stage().number() + "["
                + label(stage.stage().number() + " " + stage.stage().title() + "\n" + state.id() + attempts) + "]"
                + style(state == StageState.SUCCEEDED, state == StageState.FAILED);
    }

    private static void tickets(StringBuilder chart, List<TicketEvidence> tickets) {
        chart.append("  subgraph tickets [").append(label("Tickets")).append("]\n");
        for (TicketEvidence ticket : tickets) {
            String state = ticket.row().state().id();
            String text =
                    ticket.id() + " " + Inert.clip(Inert.line(ticket.ticket().title()), TITLE) + "\n" + state + ", "
                            + Words.count(ticket.row().attempts(), "attempt");
            chart.append("    t")
                    .append(ticket.id())
                    .append('[')
                    .append(label(text))
                    .append(']');
            chart.append(style(state.equals("succeeded"), state.equals("failed")))
                    .append('\n');
        }
        for (TicketEvidence ticket : tickets) {
            for (String before : ticket.ticket().dependsOn()) {
                chart.append("    t")
                        .append(before)
                        .append(" --> t")
                        .append(ticket.id())
                        .append('\n');
            }
        }
        chart.append("  end\n  s4 -.- tickets\n");
    }

    private static void rounds(StringBuilder chart, CiEvidence ci) {
        chart.append("  subgraph ci [").append(label("Required checks")).append("]\n");
        for (int i = 0; i < ci.rounds().size(); i++) {
            CiEvidence.Round round = ci.rounds().get(i);
            StringBuilder text = new StringBuilder("round " + (i + 1) + " on " + Words.brief(round.commit()));
            round.seen()
                    .forEach(seen ->
                            text.append('\n').append(seen.name()).append(": ").append(seen.state()));
            if (!round.green()) {
                text.append("\nverdict: ").append(round.verdict());
            }
            chart.append("    r")
                    .append(i + 1)
                    .append('[')
                    .append(label(text.toString()))
                    .append(']');
            chart.append(style(round.green(), !round.green())).append('\n');
        }
        for (int i = 1; i < ci.rounds().size(); i++) {
            boolean mended =
                    !ci.rounds().get(i).commit().equals(ci.rounds().get(i - 1).commit());
            chart.append("    r").append(i).append(" -->|").append(label(mended ? "fix pushed" : "run again"));
            chart.append("| r").append(i + 1).append('\n');
        }
        chart.append("  end\n  s6 -.- ci\n");
    }

    private static String style(boolean good, boolean bad) {
        return ":::" + (good ? "good" : bad ? "bad" : "other");
    }

    /** A quoted label in which every character that Mermaid or HTML could read is an entity. */
    private static String label(String text) {
        StringBuilder label = new StringBuilder("\"");
        Inert.text(text).codePoints().forEach(c -> {
            if (c == '\n') {
                label.append("<br/>");
            } else if (c < 128 && !Character.isLetterOrDigit(c) && " .,:-()/_'".indexOf(c) < 0) {
                label.append('#').append(c).append(';');
            } else {
                label.appendCodePoint(c);
            }
        });
        return label.append('"').toString();
    }
}
