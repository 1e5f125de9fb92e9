package io.jenkins.plugins.openfactory.engine.stage.integration;

import io.jenkins.plugins.openfactory.edit.FileTree;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.git.FileDiff;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
        FileTree merged = context.doors().git().tree(head);
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
                    FileTree ticket =
                            context.doors().git().tree(steps.get(i).work().commit());
                    lost.addAll(missing(steps.get(i).ticket().id(), diff, ticket, merged));
                }
            }
        }
        return lost;
    }

    /** The added lines of which the merged file has fewer than the ticket's own file. */
    private static List<Lost> missing(String ticketId, FileDiff added, FileTree ticket, FileTree merged) {
        Map<String, Long> before = lines(ticket, added.path());
        Map<String, Long> after = lines(merged, added.path());
        return added.added().stream()
                .distinct()
                .filter(line -> after.getOrDefault(line, 0L) < before.getOrDefault(line, 0L))
                .map(line -> new Lost(ticketId, added.path(), line))
                .toList();
    }

    private static Map<String, Long> lines(FileTree tree, String path) {
        return tree.entry(path)
                .map(entry -> new String(entry.content(), StandardCharsets.UTF_8))
                .map(text -> Arrays.stream(text.split("\r?\n"))
                        .collect(Collectors.groupingBy(line -> line, Collectors.counting())))
                .orElse(Map.of());
    }
}
