package io.jenkins.plugins.openfactory.context;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells by their names which files test which: {@code CartTest.java} and {@code test_cart.py} test cart. Stateless. */
final class Companions {
    private static final int MOST = 6;

    private Companions() {}

    /** For each file the indices of its tests or of what it tests. */
    static List<List<Integer>> of(List<PathTags> paths) {
        Map<String, List<Integer>> byStem = new HashMap<>();
        List<List<Integer>> companions = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            companions.add(new ArrayList<>(0));
            byStem.computeIfAbsent(paths.get(i).stem(), key -> new ArrayList<>(1))
                    .add(i);
        }
        for (int i = 0; i < paths.size(); i++) {
            String subject = paths.get(i).subject();
            List<Integer> found = byStem.getOrDefault(subject, byStem.getOrDefault("_" + subject, List.of()));
            if (subject.isEmpty() || found.size() > MOST) {
                continue;
            }
            for (int other : found) {
                if (other != i && !companions.get(i).contains(other)) {
                    companions.get(i).add(other);
                    companions.get(other).add(i);
                }
            }
        }
        return companions;
    }
}
