package io.jenkins.plugins.openfactory.ticket;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/** Questions about two globs. */
final class Globs {
    private Globs() {}

    /**
     * Whether some path matches both: a search through the product of their automata. Exact, and bounded by the product
     * of their lengths.
     */
    static boolean overlap(String a, String b) {
        return new Search(GlobAutomaton.of(a), GlobAutomaton.of(b)).found();
    }

    /** Follows both automata over the same path. A path has no empty name, so the search also knows whether one began. */
    private static final class Search {
        private final GlobAutomaton a;
        private final GlobAutomaton b;
        private final BitSet seen = new BitSet();
        private final Deque<Place> open = new ArrayDeque<>();

        private record Place(int a, int b, boolean inName) {}

        Search(GlobAutomaton a, GlobAutomaton b) {
            this.a = a;
            this.b = b;
        }

        boolean found() {
            visit(new Place(0, 0, false));
            while (!open.isEmpty()) {
                Place place = open.remove();
                if (place.inName && a.accepts(place.a) && b.accepts(place.b)) {
                    return true;
                }
                follow(place);
            }
            return false;
        }

        private void follow(Place place) {
            for (GlobAutomaton.Edge x : a.from(place.a)) {
                if (x.chars().isEmpty()) {
                    visit(new Place(x.to(), place.b, place.inName));
                    continue;
                }
                for (GlobAutomaton.Edge y : b.from(place.b)) {
                    if (!y.chars().isEmpty()) {
                        both(place, x, y);
                    }
                }
            }
            b.from(place.b).stream()
                    .filter(y -> y.chars().isEmpty())
                    .forEach(y -> visit(new Place(place.a, y.to(), place.inName)));
        }

        private void both(Place place, GlobAutomaton.Edge x, GlobAutomaton.Edge y) {
            Chars shared = x.chars().and(y.chars());
            if (place.inName && shared.has('/')) {
                visit(new Place(x.to(), y.to(), false));
            }
            if (!shared.and(Chars.NAME).isEmpty()) {
                visit(new Place(x.to(), y.to(), true));
            }
        }

        private void visit(Place place) {
            int number = (place.a * b.states() + place.b) * 2 + (place.inName ? 1 : 0);
            if (!seen.get(number)) {
                seen.set(number);
                open.add(place);
            }
        }
    }
}
