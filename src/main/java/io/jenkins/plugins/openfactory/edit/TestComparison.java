package io.jenkins.plugins.openfactory.edit;

import io.jenkins.plugins.openfactory.edit.TestSource.EmptyTruth;
import io.jenkins.plugins.openfactory.edit.TestSource.Skip;
import io.jenkins.plugins.openfactory.edit.TestSource.Unit;
import io.jenkins.plugins.openfactory.edit.TestTampering.Finding;
import io.jenkins.plugins.openfactory.edit.TestTampering.Kind;
import io.jenkins.plugins.openfactory.edit.TestTampering.Placed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Compares the tests of one language before and after. Used once. */
final class TestComparison {
    /** How much of a test must persist under another name for it to count as renamed, 0 to 1. */
    private static final double RENAMED = 0.5;

    private final List<TestSource> before;
    private final List<TestSource> after;
    private final Map<Placed, Placed> pairs = new LinkedHashMap<>();
    private final List<Placed> gone = new ArrayList<>();
    private final List<Placed> fresh = new ArrayList<>();
    private final List<String> surplus = new ArrayList<>();
    private final List<String> tested = new ArrayList<>();
    private final List<Finding> findings = new ArrayList<>();
    private int moreOutside;

    TestComparison(List<TestSource> before, List<TestSource> after) {
        this.before = before;
        this.after = after;
    }

    List<Finding> findings() {
        before.forEach(source -> source.units().forEach(unit -> gone.add(new Placed(source, unit))));
        after.forEach(source -> source.units().forEach(unit -> fresh.add(new Placed(source, unit))));
        pair((old, now) -> old.source().path().equals(now.source().path()) && sameName(old, now));
        pair(TestComparison::sameName);
        pairBySimilarity();
        collectSurplus();
        pairs.forEach(this::compare);
        gone.forEach(this::missing);
        compareOutside();
        compareSkips();
        compareEmptyTruths();
        return findings;
    }

    private static boolean sameName(Placed old, Placed now) {
        return old.unit().name().equals(now.unit().name());
    }

    private void pair(BiPredicate<Placed, Placed> same) {
        for (Placed old : List.copyOf(gone)) {
            fresh.stream().filter(now -> same.test(old, now)).findFirst().ifPresent(now -> accept(old, now));
        }
    }

    private void accept(Placed old, Placed now) {
        pairs.put(old, now);
        gone.remove(old);
        fresh.remove(now);
    }

    private void pairBySimilarity() {
        for (Placed old : List.copyOf(gone)) {
            Placed best = null;
            double most = RENAMED;
            for (Placed now : fresh) {
                double alike = likeness(old.unit(), now.unit());
                if (alike >= most && (best == null || alike > most)) {
                    best = now;
                    most = alike;
                }
            }
            Optional.ofNullable(best).ifPresent(now -> accept(old, now));
        }
    }

    private static double likeness(Unit old, Unit now) {
        if (!old.assertions().isEmpty()) {
            List<String> left = new ArrayList<>(now.assertions());
            long kept = old.assertions().stream().filter(left::remove).count();
            return (double) kept / old.assertions().size();
        }
        Set<String> first = words(old.code());
        Set<String> second = words(now.code());
        Set<String> all = new HashSet<>(first);
        all.addAll(second);
        first.retainAll(second);
        return all.isEmpty() ? 0 : (double) first.size() / all.size();
    }

    private static Set<String> words(String code) {
        return new HashSet<>(Arrays.asList(code.split("\\W+")));
    }

    /** What tests, and code outside of tests, assert that was not asserted there before. */
    private void collectSurplus() {
        fresh.forEach(now -> surplus.addAll(now.unit().assertions()));
        pairs.forEach((old, now) ->
                surplus.addAll(minus(now.unit().assertions(), old.unit().assertions())));
        tested.addAll(surplus);
        List<String> oldOutside = outside(before);
        List<String> newOutside = outside(after);
        surplus.addAll(minus(newOutside, oldOutside));
        moreOutside = newOutside.size() - oldOutside.size();
    }

    private static List<String> outside(List<TestSource> sources) {
        return sources.stream()
                .flatMap(source -> source.rest().assertions().stream())
                .toList();
    }

    private static List<String> minus(List<String> all, List<String> taken) {
        List<String> left = new ArrayList<>(all);
        taken.forEach(left::remove);
        return left;
    }

    private void compare(Placed old, Placed now) {
        String name = now.unit().name();
        if (now.unit().empty() && !old.unit().empty()) {
            findings.add(now.finding(Kind.EMPTIED, now.unit().line(), "the test " + name + " does nothing any more"));
            return;
        }
        int shortfall = old.unit().assertions().size() - now.unit().assertions().size();
        if (shortfall <= 0) {
            return;
        }
        List<String> lost = minus(old.unit().assertions(), now.unit().assertions());
        int found = (int) lost.stream().filter(surplus::remove).count();
        int helped = Math.max(0, Math.min(moreOutside, shortfall - found));
        moreOutside -= helped;
        if (found + helped < shortfall) {
            boolean comment = lost.stream().anyMatch(text -> commented(text, now.source()));
            findings.add(now.finding(
                    comment ? Kind.COMMENTED_OUT : Kind.LOOSENED,
                    now.unit().line(),
                    "the test " + name + " has " + now.unit().assertions().size() + " assertions where it had "
                            + old.unit().assertions().size() + (comment ? "; some are comments now" : "")));
        }
    }

    private static boolean commented(String text, TestSource source) {
        return !text.startsWith("and ") && squeezed(source.comments()).contains(squeezed(text));
    }

    /** Without white space and what begins the lines of comments. */
    private static String squeezed(String text) {
        return text.replaceAll("[\\s#*/]+", "");
    }

    private void missing(Placed old) {
        List<String> assertions = old.unit().assertions();
        String name = old.unit().name();
        Pattern word = Pattern.compile("(?<!\\w)" + Pattern.quote(name) + "(?!\\w)");
        Optional<TestSource> comment = after.stream()
                .filter(source -> word.matcher(source.comments()).find())
                .findFirst();
        List<String> left = new ArrayList<>(tested);
        if (!assertions.isEmpty() && assertions.stream().allMatch(left::remove)) {
            assertions.forEach(tested::remove);
        } else if (comment.isPresent()) {
            int line = lineOf(comment.get().comments(), word);
            findings.add(new Finding(
                    comment.get().path(), Kind.COMMENTED_OUT, line, "the test " + name + " is a comment now"));
        } else {
            findings.add(old.finding(Kind.DELETED, old.unit().line(), "the test " + name + " is gone"));
        }
    }

    private static int lineOf(String text, Pattern wanted) {
        return 1
                + (int) wanted.matcher(text)
                        .results()
                        .findFirst()
                        .map(found -> text.substring(0, found.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count())
                        .orElse(0L)
                        .longValue();
    }

    /** Helpers of tests: fewer assertions there, unless tests have them now. */
    private void compareOutside() {
        int more = pairs.entrySet().stream()
                .mapToInt(pair -> pair.getValue().unit().assertions().size()
                        - pair.getKey().unit().assertions().size())
                .sum();
        for (TestSource old : before) {
            int had = old.rest().assertions().size();
            Optional<TestSource> now = after.stream()
                    .filter(source -> source.path().equals(old.path()))
                    .findFirst();
            int has = now.map(source -> source.rest().assertions().size()).orElse(had);
            boolean tests = !old.units().isEmpty() || isTestPath(old.path());
            if (tests && has < had && moreOutside < 0 && more < had - has) {
                findings.add(new Finding(
                        old.path(),
                        Kind.LOOSENED,
                        1,
                        "the code around the tests has " + has + " assertions where it had " + had));
            }
        }
    }

    private static boolean isTestPath(String path) {
        return path.matches("(?i)(?:.*/)?(?:tests?|specs?|__tests__|src/test)/.*");
    }

    private void compareSkips() {
        Map<String, Integer> allowed = new LinkedHashMap<>();
        each(before, (source, unit) -> unit.skips().forEach(skip -> allowed.merge(key(unit, skip), 1, Integer::sum)));
        pairs.forEach((old, now) -> {
            if (!sameName(old, now)) {
                old.unit().skips().forEach(skip -> allowed.merge(key(now.unit(), skip), 1, Integer::sum));
            }
        });
        each(
                after,
                (source, unit) -> unit.skips().forEach(skip -> {
                    if (allowed.merge(key(unit, skip), -1, Integer::sum) < 0) {
                        String what =
                                unit.name().isEmpty() ? "tests of this file are" : "the test " + unit.name() + " is";
                        findings.add(new Finding(
                                source.path(), Kind.SKIPPED, skip.line(), what + " skipped now: " + skip.text()));
                    }
                }));
    }

    private static String key(Unit unit, Skip skip) {
        return unit.name().isEmpty() ? "\n" + skip.text() : unit.name();
    }

    private void compareEmptyTruths() {
        List<String> old = new ArrayList<>();
        each(before, (source, unit) -> unit.emptyTruths().forEach(truth -> old.add(truth.text())));
        Function<EmptyTruth, String> message = truth -> "the assertion can't fail: " + truth.text();
        each(
                after,
                (source, unit) -> unit.emptyTruths().forEach(truth -> {
                    boolean test = !unit.name().isEmpty() || !source.units().isEmpty();
                    if (!old.remove(truth.text()) && test) {
                        findings.add(new Finding(source.path(), Kind.EMPTY_TRUTH, truth.line(), message.apply(truth)));
                    }
                }));
    }

    private interface Each {
        void see(TestSource source, Unit unit);
    }

    private static void each(List<TestSource> sources, Each each) {
        for (TestSource source : sources) {
            source.units().forEach(unit -> each.see(source, unit));
            each.see(source, source.rest());
        }
    }
}
