package io.jenkins.plugins.openfactory.ticket;

/** Renders a ticket's page from its document. */
public final class TicketMarkdown {
    private TicketMarkdown() {}

    /** The whole page. */
    public static String render(Ticket ticket) {
        return work(ticket) + contract(ticket);
    }

    /** What its implementer reads: the page without the numbers that code alone minds. */
    public static String forModel(Ticket ticket) {
        return work(ticket)
                + (ticket.mayWeakenTests().isEmpty()
                        ? ""
                        : "\nTests may be weakened in: " + String.join(", ", ticket.mayWeakenTests()) + "\n");
    }

    private static String work(Ticket ticket) {
        StringBuilder md = new StringBuilder();
        md.append("# ").append(ticket.id()).append(" ").append(ticket.title()).append("\n\n");
        md.append(ticket.goal().strip()).append("\n\n## Files\n\n| glob | allowed |\n|---|---|\n");
        ticket.files()
                .forEach(f -> md.append("| `")
                        .append(f.glob())
                        .append("` | ")
                        .append(String.join(", ", f.allow()))
                        .append(" |\n"));
        md.append("\n## Tests\n\n| command | proves | must fail first |\n|---|---|---|\n");
        ticket.tests()
                .forEach(t -> md.append("| `")
                        .append(String.join(" ", t.argv()).replace("|", "\\|"))
                        .append("` | ")
                        .append(t.proves().isEmpty() ? "–" : String.join(", ", t.proves()))
                        .append(" | ")
                        .append(t.mustFailFirst() ? "yes" : "no")
                        .append(" |\n"));
        md.append(ticket.doneCriteria().isEmpty() ? "" : "\n## Done when\n\n");
        ticket.doneCriteria().forEach(c -> md.append("- ").append(c).append('\n'));
        return md.toString();
    }

    private static String contract(Ticket ticket) {
        StringBuilder md = new StringBuilder("\n## Contract\n\n- commands: ");
        md.append(ticket.commands().isEmpty() ? "none" : String.join(", ", ticket.commands()))
                .append("\n- depends on: ")
                .append(ticket.dependsOn().isEmpty() ? "nothing" : String.join(", ", ticket.dependsOn()))
                .append('\n');
        ticket.limits()
                .attempts()
                .ifPresent(n -> md.append("- attempts: ").append(n).append('\n'));
        ticket.limits()
                .tokens()
                .ifPresent(n -> md.append("- tokens: ").append(n).append('\n'));
        ticket.limits()
                .usd()
                .ifPresent(n -> md.append("- US dollars: ").append(n).append('\n'));
        ticket.limits()
                .wallClockSeconds()
                .ifPresent(n -> md.append("- seconds a command: ").append(n).append('\n'));
        if (!ticket.mayWeakenTests().isEmpty()) {
            md.append("- tests may be weakened in: ")
                    .append(String.join(", ", ticket.mayWeakenTests()))
                    .append('\n');
        }
        return md.toString();
    }
}
