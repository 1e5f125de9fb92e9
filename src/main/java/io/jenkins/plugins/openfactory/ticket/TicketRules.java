package io.jenkins.plugins.openfactory.ticket;

import io.jenkins.plugins.openfactory.spec.Spec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** What the schema can't say of a plan: coverage, dependencies, overlaps and commands. */
public final class TicketRules {
    private final Spec spec;
    private final Set<String> ruleNames;
    private final BiFunction<Ticket, Ticket.Test, Optional<String>> commandProblem;

    /**
     * @param ruleNames the names of the command policy's rules
     * @param commandProblem says why the policy would refuse a ticket's test command
     */
    public TicketRules(
            Spec spec, Set<String> ruleNames, BiFunction<Ticket, Ticket.Test, Optional<String>> commandProblem) {
        this.spec = spec;
        this.ruleNames = ruleNames;
        this.commandProblem = commandProblem;
    }

    /** The first broken rule, as a JSON Pointer into {@code {"tickets": […]}} and a sentence. */
    public Optional<String> firstProblem(List<Ticket> tickets) {
        return ids(tickets)
                .or(() -> dependencies(tickets))
                .or(() -> coverage(tickets))
                .or(() -> overlaps(tickets))
                .or(() -> commands(tickets));
    }

    private Optional<String> ids(List<Ticket> tickets) {
        for (int i = 0; i < tickets.size(); i++) {
            String expected = String.format("%04d", i + 1);
            if (!tickets.get(i).id().equals(expected)) {
                return problem(
                        i,
                        "/id",
                        "is '" + tickets.get(i).id() + "' but must be '" + expected
                                + "'; number the tickets from 0001 without gaps");
            }
        }
        return Optional.empty();
    }

    private Optional<String> dependencies(List<Ticket> tickets) {
        Set<String> known = new HashSet<>();
        tickets.forEach(t -> known.add(t.id()));
        for (int i = 0; i < tickets.size(); i++) {
            List<String> dependsOn = tickets.get(i).dependsOn();
            for (int j = 0; j < dependsOn.size(); j++) {
                if (!known.contains(dependsOn.get(j))) {
                    return problem(i, "/dependsOn/" + j, "names '" + dependsOn.get(j) + "', which is no ticket");
                }
            }
        }
        return new TicketGraph(tickets)
                .cycle()
                .map(cycle -> "/tickets/" + (Integer.parseInt(cycle.get(0)) - 1)
                        + "/dependsOn: the tickets form a cycle: " + String.join(" → ", cycle));
    }

    private Optional<String> coverage(List<Ticket> tickets) {
        Set<String> criteria = new HashSet<>();
        spec.acceptanceCriteria().forEach(c -> criteria.add(c.id()));
        Set<String> proven = new HashSet<>();
        for (int i = 0; i < tickets.size(); i++) {
            List<Ticket.Test> tests = tickets.get(i).tests();
            for (int j = 0; j < tests.size(); j++) {
                for (String id : tests.get(j).proves()) {
                    if (!criteria.contains(id)) {
                        return problem(
                                i, "/tests/" + j + "/proves", "names '" + id + "', which the specification lacks");
                    }
                    proven.add(id);
                }
            }
        }
        return spec.acceptanceCriteria().stream()
                .map(Spec.Criterion::id)
                .filter(id -> !proven.contains(id))
                .findFirst()
                .map(id ->
                        "/tickets: no ticket has a test that proves " + id + "; every acceptance criterion needs one");
    }

    private Optional<String> overlaps(List<Ticket> tickets) {
        TicketGraph graph = new TicketGraph(tickets);
        for (int i = 0; i < tickets.size(); i++) {
            for (int j = i + 1; j < tickets.size(); j++) {
                Optional<String> shared = sharedGlob(tickets.get(i), tickets.get(j));
                if (shared.isPresent()
                        && !graph.ordered(tickets.get(i).id(), tickets.get(j).id())) {
                    return problem(
                            j,
                            "/files",
                            "ticket " + tickets.get(j).id() + " may touch the same file as ticket "
                                    + tickets.get(i).id() + " (" + shared.get()
                                    + "), so one must depend on the other, or their globs must be narrowed");
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> sharedGlob(Ticket a, Ticket b) {
        for (Ticket.FileRule x : a.files()) {
            for (Ticket.FileRule y : b.files()) {
                Optional<String> path = Globs.shared(x.glob(), y.glob());
                if (path.isPresent()) {
                    return Optional.of(x.glob() + " and " + y.glob() + " both match " + path.get());
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> commands(List<Ticket> tickets) {
        for (int i = 0; i < tickets.size(); i++) {
            Ticket ticket = tickets.get(i);
            for (int j = 0; j < ticket.commands().size(); j++) {
                if (!ruleNames.contains(ticket.commands().get(j))) {
                    List<String> known = new ArrayList<>(ruleNames);
                    known.sort(null);
                    return problem(
                            i,
                            "/commands/" + j,
                            "names '" + ticket.commands().get(j)
                                    + "', which is no rule of the command policy; the rules are "
                                    + String.join(", ", known));
                }
            }
            for (int j = 0; j < ticket.tests().size(); j++) {
                Optional<String> why =
                        commandProblem.apply(ticket, ticket.tests().get(j));
                if (why.isPresent()) {
                    return problem(i, "/tests/" + j + "/argv", why.get());
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> problem(int ticket, String pointer, String text) {
        return Optional.of("/tickets/" + ticket + pointer + ": " + text);
    }
}
