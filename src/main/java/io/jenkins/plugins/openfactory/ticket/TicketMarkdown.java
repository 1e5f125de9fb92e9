package io.jenkins.plugins.openfactory.ticket;

/** Renders a ticket's page from its document. */
public final class TicketMarkdown {
    private TicketMarkdown() {}

    public static String render(Ticket ticket) {
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
        md.append("\n## Done when\n\n");
        ticket.doneCriteria().forEach(c -> md.append("- ").append(c).append('\n'));
        md.append("\n## Contract\n\n- commands: ")
                .append(ticket.commands().isEmpty() ? "none" : String.join(", ", ticket.commands()))
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
