package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Gathers findings, each failure once, whoever told it. Used by one thread. */
final class Findings {
    private static final List<LogReader> TESTS = List.of(
            new JvmTestReader(),
            new PythonTestReader(),
            new JsTestReader(),
            new TapReader(),
            new GoTestReader(),
            new NativeTestReader(),
            new RubyTestReader());
    private static final List<LogReader> OTHERS = List.of(new CompilerReader(), new GradleReader(), new CrashReader());

    private static final int MOST_TESTS = 10_000;
    private static final int MOST_OF_A_KIND = 1_000;

    private final List<Finding> tests = new ArrayList<>();
    private final Map<String, List<Integer>> byName = new HashMap<>();
    private final Map<String, Finding> compilers = new LinkedHashMap<>();
    private final Map<String, Finding> crashes = new LinkedHashMap<>();

    /** Takes failing tests out of reports. */
    void addReports(List<ReportFile> reports) {
        JunitReports.read(reports).forEach(this::addTest);
    }

    /** Takes everything that a reader knows out of a log and marks the lines that tell it. */
    void addLog(CleanLog log) {
        for (LogReader reader : TESTS) {
            reader.read(log.lines()).forEach(finding -> {
                addTest(finding);
                log.tell(finding.from(), finding.to());
            });
        }
        for (LogReader reader : OTHERS) {
            for (Finding finding : reader.read(log.untold())) {
                if (!log.isCovered(finding.from())) {
                    log.tell(finding.from(), finding.to());
                    boolean compiler = finding.kind() == Finding.Kind.COMPILER;
                    Map<String, Finding> kind = compiler ? compilers : crashes;
                    if (kind.size() < MOST_OF_A_KIND) {
                        kind.putIfAbsent(key(finding), finding);
                    }
                }
            }
        }
    }

    private static String key(Finding finding) {
        return finding.kind() == Finding.Kind.COMPILER
                ? String.join("\n", finding.lines().stream().map(String::strip).toList())
                : finding.identity();
    }

    private void addTest(Finding finding) {
        String id = finding.test().orElseThrow();
        List<Integer> namesakes = byName.computeIfAbsent(TestIds.plainName(id), key -> new ArrayList<>());
        for (int i : namesakes) {
            Finding known = tests.get(i);
            String knownId = known.test().orElseThrow();
            boolean oneSource = known.from() < 0 == finding.from() < 0;
            if (oneSource ? TestIds.sameWithin(knownId, id) : TestIds.sameAcross(knownId, id)) {
                tests.set(i, merged(known, finding));
                return;
            }
        }
        if (tests.size() < MOST_TESTS) {
            namesakes.add(tests.size());
            tests.add(finding);
        }
    }

    /** The fuller of two accounts of one failing test, under the more telling id. */
    private static Finding merged(Finding known, Finding other) {
        String id = known.test().orElseThrow();
        String otherId = other.test().orElseThrow();
        boolean better = id.indexOf('/') < 0 && otherId.indexOf('/') >= 0;
        Finding fuller = known.lines().size() >= other.lines().size() ? known : other;
        return fuller.known(better ? otherId : id, known.from());
    }

    /** Tests first, then compilers, then crashes. */
    List<Finding> all() {
        List<Finding> all = new ArrayList<>(tests);
        all.addAll(compilers.values());
        all.addAll(crashes.values());
        return all;
    }

    /** The failing tests' ids in order, without repetition. */
    List<String> testIds() {
        Set<String> seen = new HashSet<>();
        List<String> ids = new ArrayList<>();
        for (Finding test : tests) {
            if (seen.add(test.test().orElseThrow())) {
                ids.add(test.test().orElseThrow());
            }
        }
        return ids;
    }

    /** What makes the failure the same again, in an order that does not depend on who was first. */
    Set<String> identities() {
        Set<String> identities = new TreeSet<>();
        all().forEach(finding -> identities.add(finding.kind() + " " + Volatile.removed(finding.identity())));
        return identities;
    }
}
