package io.jenkins.plugins.openfactory.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TicketGraphPropertyTest {
    @Property(tries = 500)
    void shouldOrderEveryTicketAfterItsDependencies(
            @ForAll @IntRange(min = 1, max = 12) int size, @ForAll Random random) {
        List<Ticket> tickets = acyclic(size, random);
        TicketGraph graph = new TicketGraph(shuffled(tickets, random));

        List<Ticket> order = graph.order();

        assertThat(graph.cycle()).isEmpty();
        assertThat(order).containsExactlyInAnyOrderElementsOf(tickets);
        Set<String> seen = new HashSet<>();
        for (Ticket ticket : order) {
            assertThat(seen).containsAll(ticket.dependsOn());
            seen.add(ticket.id());
        }
        assertThat(new TicketGraph(shuffled(tickets, random)).order()).isEqualTo(order);
    }

    @Property(tries = 500)
    void shouldFindACycleExactlyWhereThereIsOne(@ForAll @IntRange(min = 1, max = 7) int size, @ForAll Random random) {
        List<Ticket> tickets = any(size, random);

        Optional<List<String>> cycle = new TicketGraph(tickets).cycle();

        assertThat(cycle.isPresent()).isEqualTo(reachesItself(tickets));
        cycle.ifPresent(ids -> {
            assertThat(ids.get(0)).isEqualTo(ids.get(ids.size() - 1));
            for (int i = 0; i + 1 < ids.size(); i++) {
                assertThat(find(tickets, ids.get(i)).dependsOn()).contains(ids.get(i + 1));
            }
        });
    }

    @Property(tries = 300)
    void shouldGiveTheAncestorsByTheirClosure(@ForAll @IntRange(min = 1, max = 10) int size, @ForAll Random random) {
        List<Ticket> tickets = acyclic(size, random);
        TicketGraph graph = new TicketGraph(tickets);

        for (Ticket a : tickets) {
            Set<String> closure = closure(tickets, a.id());
            assertThat(graph.ancestors(a.id())).extracting(Ticket::id).containsExactlyInAnyOrderElementsOf(closure);
            for (Ticket b : tickets) {
                assertThat(graph.ordered(a.id(), b.id()))
                        .isEqualTo(closure.contains(b.id())
                                || closure(tickets, b.id()).contains(a.id()));
            }
        }
    }

    @Example
    void shouldTakeNoTimeForManyPaths() {
        List<Ticket> ladder = new ArrayList<>();
        for (int i = 1; i <= 50; i++) {
            List<String> before = i == 1 ? List.of() : i == 2 ? List.of(id(1)) : List.of(id(i - 1), id(i - 2));
            ladder.add(ticket(i, before));
        }

        assertThat(new TicketGraph(ladder).cycle()).isEmpty();
        assertThat(new TicketGraph(ladder).ancestors(id(50))).hasSize(49);
    }

    private static boolean reachesItself(List<Ticket> tickets) {
        return tickets.stream().anyMatch(t -> closure(tickets, t.id()).contains(t.id()));
    }

    private static Set<String> closure(List<Ticket> tickets, String id) {
        Set<String> found = new HashSet<>(find(tickets, id).dependsOn());
        boolean grew = true;
        while (grew) {
            Set<String> more = new HashSet<>(found);
            found.forEach(each -> more.addAll(find(tickets, each).dependsOn()));
            grew = more.size() > found.size();
            found = more;
        }
        return found;
    }

    private static Ticket find(List<Ticket> tickets, String id) {
        return tickets.stream().filter(t -> t.id().equals(id)).findFirst().orElseThrow();
    }

    private static List<Ticket> acyclic(int size, Random random) {
        List<Ticket> tickets = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, random);
        for (int i = 0; i < size; i++) {
            List<String> dependsOn = new ArrayList<>();
            for (int j = 0; j < i; j++) {
                if (random.nextInt(3) == 0) {
                    dependsOn.add(id(numbers.get(j)));
                }
            }
            tickets.add(ticket(numbers.get(i), dependsOn));
        }
        return tickets;
    }

    private static List<Ticket> any(int size, Random random) {
        List<Ticket> tickets = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            List<String> dependsOn = new ArrayList<>();
            for (int j = 1; j <= size; j++) {
                if (random.nextInt(size + 1) == 0) {
                    dependsOn.add(id(j));
                }
            }
            tickets.add(ticket(i, dependsOn));
        }
        return tickets;
    }

    private static List<Ticket> shuffled(List<Ticket> tickets, Random random) {
        List<Ticket> copy = new ArrayList<>(tickets);
        Collections.shuffle(copy, random);
        return copy;
    }

    private static String id(int number) {
        return String.format("%04d", number);
    }

    private static Ticket ticket(int number, List<String> dependsOn) {
        return new Ticket(
                id(number),
                "Ticket",
                "Goal",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new Ticket.Limits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                dependsOn,
                List.of());
    }
}
