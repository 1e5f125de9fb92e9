package io.jenkins.plugins.openfactory.engine.stage.integration;

import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.git.FileDiff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lines that a merged ticket added and that are gone afterwards, in files that no other ticket touched since. */
final class LostLines {
    private LostLines() {}

    /** One lost line. */
    record Lost(String ticketId, String path, String line) {}

    static List<Lost> find(StageContext context, List<MergeTrain.Step> steps, String head) {
        List<List<FileDiff>> diffs = steps.stream()
                .map(step -> context.doors()
                        .git()
                        .changes(step.work().base(), step.work().commit()))
                .toList();
        Map<String, FileDiff> total = new HashMap<>();
        context.doors()
                .git()
                .changes(context.config().baseCommit(), head)
                .forEach(diff -> total.put(diff.path(), diff));
        List<Lost> lost = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Set<String> touchedLater = new HashSet<>();
            for (int j = i + 1; j < steps.size(); j++) {
                diffs.get(j).forEach(diff -> {
                    touchedLater.add(diff.path());
                    diff.oldPath().ifPresent(touchedLater::add);
                });
            }
            for (FileDiff diff : diffs.get(i)) {
                if (!touchedLater.contains(diff.path())) {
                    lost.addAll(missing(steps.get(i).ticket().id(), diff, total.get(diff.path())));
                }
            }
        }
        return lost;
    }

    private static List<Lost> missing(String ticketId, FileDiff added, FileDiff total) {
        List<String> left = total == null ? new ArrayList<>() : new ArrayList<>(total.added());
        List<Lost> lost = new ArrayList<>();
        for (String line : added.added()) {
            if (!left.remove(line)) {
                lost.add(new Lost(ticketId, added.path(), line));
            }
        }
        return lost;
    }
}
