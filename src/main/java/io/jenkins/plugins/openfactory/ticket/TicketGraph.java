package io.jenkins.plugins.openfactory.ticket;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Tickets with their dependencies. Immutable; every order it gives is deterministic. */
public final class TicketGraph {
    private final Map<String, Ticket> byId = new TreeMap<>();

    public TicketGraph(Collection<Ticket> tickets) {
        tickets.forEach(ticket -> byId.put(ticket.id(), ticket));
    }

    /** A cycle as ids that ends where it began, if there is one. Unknown dependencies are passed over. */
    public Optional<List<String>> cycle() {
        Set<String> done = new HashSet<>();
        for (String id : byId.keySet()) {
            Optional<List<String>> found = cycleFrom(id, new ArrayList<>(), done);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<List<String>> cycleFrom(String id, List<String> path, Set<String> done) {
        int seen = path.indexOf(id);
        if (seen >= 0) {
            List<String> cycle = new ArrayList<>(path.subList(seen, path.size()));
            cycle.add(id);
            return Optional.of(cycle);
        }
        if (!byId.containsKey(id) || done.contains(id)) {
            return Optional.empty();
        }
        path.add(id);
        for (String dependency : byId.get(id).dependsOn()) {
            Optional<List<String>> found = cycleFrom(dependency, path, done);
            if (found.isPresent()) {
                return found;
            }
        }
        path.remove(path.size() - 1);
        done.add(id);
        return Optional.empty();
    }

    /** Every ticket after its dependencies, by id where there is a choice. Needs a graph without cycles. */
    public List<Ticket> order() {
        Map<String, Ticket> ordered = new LinkedHashMap<>();
        while (ordered.size() < byId.size()) {
            Ticket next = byId.values().stream()
                    .filter(t -> !ordered.containsKey(t.id()))
                    .filter(t -> t.dependsOn().stream().allMatch(d -> ordered.containsKey(d) || !byId.containsKey(d)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("the tickets have a cycle"));
            ordered.put(next.id(), next);
        }
        return List.copyOf(ordered.values());
    }

    /** Everything that a ticket depends on, directly or not, in {@link #order()}. */
    public List<Ticket> ancestors(String id) {
        Set<String> found = new LinkedHashSet<>();
        collect(id, found);
        return order().stream().filter(t -> found.contains(t.id())).toList();
    }

    private void collect(String id, Set<String> into) {
        for (String dependency : byId.get(id).dependsOn()) {
            if (byId.containsKey(dependency) && into.add(dependency)) {
                collect(dependency, into);
            }
        }
    }

    /** Whether one of two tickets comes after the other. */
    public boolean ordered(String a, String b) {
        return ancestors(a).stream().anyMatch(t -> t.id().equals(b))
                || ancestors(b).stream().anyMatch(t -> t.id().equals(a));
    }
}
