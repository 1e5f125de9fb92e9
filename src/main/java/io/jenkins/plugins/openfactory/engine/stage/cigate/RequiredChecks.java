package io.jenkins.plugins.openfactory.engine.stage.cigate;

import io.jenkins.plugins.openfactory.forge.Forge;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The checks that must succeed, found among all checks of a commit. Immutable. */
record RequiredChecks(List<Forge.Required> wanted) {
    private static final int MOST_NAMES = 8;

    /**
     * What a required check came to: where several have the right name and app, for instance of two workflows, the one
     * that is furthest from success counts.
     */
    static Optional<Forge.Check> match(Forge.Required wanted, List<Forge.Check> checks) {
        return checks.stream().filter(wanted::matches).min(Comparator.comparing(RequiredChecks::merit));
    }

    private static int merit(Forge.Check check) {
        if (!completed(check)) {
            return 0;
        }
        return switch (check.conclusion().orElseThrow()) {
            case SUCCESS -> 3;
            case FAILURE -> 1;
            default -> 2;
        };
    }

    static boolean completed(Forge.Check check) {
        return check.status() == Forge.Status.COMPLETED;
    }

    /**
     * Whether every one has ended.
     *
     * @param superseded ids of ended checks that were asked to run again: they have not ended
     */
    boolean ended(List<Forge.Check> checks, Set<String> superseded) {
        return wanted.stream()
                .allMatch(r -> match(r, checks)
                        .filter(check -> completed(check) && !superseded.contains(check.id()))
                        .isPresent());
    }

    /** Each name with the word of its state, for people. */
    String progress(List<Forge.Check> checks) {
        return wanted.stream()
                .map(r -> r.name() + " "
                        + match(r, checks).map(RequiredChecks::word).orElse("not created yet"))
                .collect(Collectors.joining(", "));
    }

    private static String word(Forge.Check check) {
        return check.conclusion()
                .map(Forge.Conclusion::id)
                .orElse(check.status() == Forge.Status.QUEUED ? "queued" : "in progress");
    }

    /** What was seen of each: of a check that is there, and of the name of one that was never created. */
    List<Observation.Seen> seen(List<Forge.Check> checks, Function<Forge.Check, Observation.Seen> there) {
        return wanted.stream()
                .map(r -> match(r, checks).map(there).orElseGet(() -> never(r, checks)))
                .toList();
    }

    private static Observation.Seen never(Forge.Required wanted, List<Forge.Check> checks) {
        String impostors = checks.stream()
                .filter(check -> check.name().equals(wanted.name()))
                .map(check -> check.app().isEmpty() ? "nobody in particular" : check.app())
                .distinct()
                .collect(Collectors.joining(", "));
        String why = impostors.isEmpty()
                ? "the forge never created it" + others(checks)
                : "it must come from app " + wanted.app().orElse("") + ", and only " + impostors + " made one";
        return new Observation.Seen(wanted.name(), "", wanted.app().orElse(""), "never_created", why, "", "");
    }

    /** What there is in its place: names of jobs in a matrix are often not what they are expected to be. */
    private static String others(List<Forge.Check> checks) {
        List<String> names =
                checks.stream().map(Forge.Check::name).distinct().sorted().toList();
        String more = names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
        return names.isEmpty()
                ? ""
                : ", only " + names.stream().limit(MOST_NAMES).collect(Collectors.joining(", ")) + more;
    }

    /** The names, for people. */
    String names() {
        return wanted.stream().map(Forge.Required::name).collect(Collectors.joining(", "));
    }
}
