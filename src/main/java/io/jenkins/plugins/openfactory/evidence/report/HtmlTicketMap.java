package io.jenkins.plugins.openfactory.evidence.report;

import io.jenkins.plugins.openfactory.evidence.TicketEvidence;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import io.jenkins.plugins.openfactory.ticket.TicketGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tickets' dependencies as a picture: each ticket one column to the right of the last that it builds on. */
final class HtmlTicketMap {
    private static final int WIDTH = 56;
    private static final int HEIGHT = 26;
    private static final int ACROSS = 100;
    private static final int DOWN = 38;

    private final List<TicketEvidence> tickets;
    private final Html html;
    private final Map<String, int[]> places = new HashMap<>();

    HtmlTicketMap(List<TicketEvidence> tickets, Html html) {
        this.tickets = tickets;
        this.html = html;
    }

    void draw() {
        if (tickets.size() < 2) {
            return;
        }
        List<Integer> rows = place();
        int width = (rows.size() - 1) * ACROSS + WIDTH + 2;
        int height = (rows.stream().mapToInt(Integer::intValue).max().orElse(1) - 1) * DOWN + HEIGHT + 2;
        html.open("div", "class", "scroll map");
        html.open(
                "svg",
                "viewBox",
                "-1 -1 " + width + " " + height,
                "width",
                width + "",
                "height",
                height + "",
                "role",
                "img",
                "aria-label",
                "Which ticket builds on which");
        for (TicketEvidence ticket : tickets) {
            ticket.ticket().dependsOn().forEach(before -> edge(places.get(before), places.get(ticket.id())));
        }
        tickets.forEach(this::box);
        html.close().closeLine();
    }

    /** Gives each ticket its place and returns how many tickets each column has. */
    private List<Integer> place() {
        Map<String, Integer> columns = new HashMap<>();
        List<Integer> rows = new ArrayList<>();
        TicketGraph graph =
                new TicketGraph(tickets.stream().map(TicketEvidence::ticket).toList());
        for (Ticket ticket : graph.order()) {
            int column = ticket.dependsOn().stream()
                    .mapToInt(before -> columns.get(before) + 1)
                    .max()
                    .orElse(0);
            columns.put(ticket.id(), column);
        }
        for (TicketEvidence ticket : tickets) {
            int column = columns.get(ticket.id());
            while (rows.size() <= column) {
                rows.add(0);
            }
            places.put(ticket.id(), new int[] {column * ACROSS, rows.get(column) * DOWN});
            rows.set(column, rows.get(column) + 1);
        }
        return rows;
    }

    private void edge(int[] from, int[] to) {
        int x = from[0] + WIDTH;
        int y = from[1] + HEIGHT / 2;
        int end = to[1] + HEIGHT / 2;
        int bend = (to[0] - x) / 2;
        html.open(
                        "path",
                        "class",
                        "edge",
                        "d",
                        "M" + x + " " + y + "c" + bend + " 0 " + bend + " " + (end - y) + " " + (to[0] - x) + " "
                                + (end - y))
                .close();
    }

    private void box(TicketEvidence ticket) {
        int[] at = places.get(ticket.id());
        String state = ticket.row().state().id();
        html.open("a", "href", "#t-" + ticket.id());
        html.element("title", ticket.id() + " " + ticket.ticket().title() + " (" + state + ")");
        html.open(
                        "rect",
                        "class",
                        "box " + state,
                        "x",
                        at[0] + "",
                        "y",
                        at[1] + "",
                        "width",
                        WIDTH + "",
                        "height",
                        HEIGHT + "",
                        "rx",
                        "5")
                .close();
        html.element("text", ticket.id(), "x", at[0] + WIDTH / 2 + "", "y", at[1] + 17 + "", "text-anchor", "middle");
        html.close();
    }
}
