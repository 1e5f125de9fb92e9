package io.jenkins.plugins.openfactory.ticket;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Optional;

/** Questions about two globs. */
final class Globs {
    private Globs() {}

    /**
     * A shortest path that both match, if there is one: a search through the product of their automata. Exact, and
     * bounded by the product of their lengths.
     */
    static Optional<String> shared(String a, String b) {
        return new Search(GlobAutomaton.of(a), GlobAutomaton.of(b)).found();
    }

    /** Follows both automata over the same path. A path has no empty name, so the search also knows whether one began. */
    private static final class Search {
        private final GlobAutomaton a;
        private final GlobAutomaton b;
        private final BitSet seen = new BitSet();
        private final Deque<Place> open = new ArrayDeque<>();

        /** Where both automata are, and the path that led there, as its last character and the place before it. */
        private record Place(int a, int b, boolean inName, char last, Place before) {
            Place jumpA(int to) {
                return new Place(to, b, inName, last, before);
            }

            Place jumpB(int to) {
                return new Place(a, to, inName, last, before);
            }

            String path() {
                StringBuilder path = new StringBuilder();
                for (Place place = this; place.before != null; place = place.before) {
                    path.append(place.last);
                }
                return path.reverse().toString();
            }
        }

        Search(GlobAutomaton a, GlobAutomaton b) {
            this.a = a;
            this.b = b;
        }

        Optional<String> found() {
            open.add(new Place(0, 0, false, '/', null));
            while (!open.isEmpty()) {
                Place place = open.remove();
                if (isNew(place)) {
                    if (place.inName && a.accepts(place.a) && b.accepts(place.b)) {
                        return Optional.of(place.path());
                    }
                    follow(place);
                }
            }
            return Optional.empty();
        }

        /** Steps by nothing come first, so that places are met in the order of their paths' lengths. */
        private void follow(Place place) {
            for (GlobAutomaton.Edge x : a.from(place.a)) {
                if (x.chars().isEmpty()) {
                    open.addFirst(place.jumpA(x.to()));
                    continue;
                }
                for (GlobAutomaton.Edge y : b.from(place.b)) {
                    both(place, x, y);
                }
            }
            for (GlobAutomaton.Edge y : b.from(place.b)) {
                if (y.chars().isEmpty()) {
                    open.addFirst(place.jumpB(y.to()));
                }
            }
        }

        private void both(Place place, GlobAutomaton.Edge x, GlobAutomaton.Edge y) {
            Chars shared = x.chars().and(y.chars());
            if (place.inName && shared.has('/')) {
                open.add(new Place(x.to(), y.to(), false, '/', place));
            }
            shared.and(Chars.NAME).plainest().ifPresent(one -> open.add(new Place(x.to(), y.to(), true, one, place)));
        }

        private boolean isNew(Place place) {
            int number = (place.a * b.states() + place.b) * 2 + (place.inName ? 1 : 0);
            boolean fresh = !seen.get(number);
            seen.set(number);
            return fresh;
        }
    }
}
