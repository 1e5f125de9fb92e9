package io.jenkins.plugins.openfactory.context;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fills a budget with files in their order. Used by one thread, once. */
final class Packing {
    private static final double MAP_SHARE = 0.12;
    private static final int MAPPED_FILES = 400;
    private static final int MAP_MARKS = 60;
    private static final int MAPPED_SIGNATURES = 6;
    /** What ticket files may take of the room where they have to be cut. */
    private static final double CUT_SHARE = 0.75;
    /** More ticket files than this are taken for a wide glob, whose files are ranked like any other. */
    private static final int NAMED_FILES = 12;
    /** What the first file may take of the room for files, and how the share of the next ones shrinks. */
    private static final double FIRST_SHARE = 0.25;

    private static final double SHRINKING = 0.78;
    private static final int LEAST_SHARE = 700;

    private final SourceFiles files;
    private final Query query;
    private final int most;
    private final Map<String, Optional<String>> texts = new HashMap<>();
    private final List<SelectedFile> selected = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private int used = DataBlocks.noticeLength();

    Packing(SourceFiles files, Query query, int tokens) {
        this.files = files;
        this.query = query;
        this.most = (int) Math.min(Integer.MAX_VALUE / 2, 4L * tokens);
    }

    /**
     * Packs files.
     *
     * @param ticketFiles how many of the first ones the ticket names; where whole they may take all the room
     */
    Selection pack(List<String> order, int ticketFiles) {
        int room = most - (int) (most * MAP_SHARE);
        int named = ticketFiles <= NAMED_FILES ? ticketFiles : 0;
        addNamed(order.subList(0, named), room);
        List<String> others = new ArrayList<>();
        List<String> settings = new ArrayList<>();
        order.subList(named, order.size()).forEach(path -> (FileFilter.settings(path) ? settings : others).add(path));
        if (fit(others)) {
            others.forEach(path -> add(path, Integer.MAX_VALUE / 2));
        } else {
            addShares(others, room);
            complete(room);
        }
        left.addAll(settings);
        return new Selection(selected, map());
    }

    /** Whether all of these fit whole beside what is there, and a line of the map for each file left out. */
    private boolean fit(List<String> paths) {
        long sum = used + MAP_MARKS + 100L;
        for (String path : paths) {
            sum += text(path).orElse("").length() + 1L + DataBlocks.overhead(path);
            if (sum > most) {
                return false;
            }
        }
        return true;
    }

    private void addShares(List<String> paths, int room) {
        double share = (room - used) * FIRST_SHARE;
        for (String path : paths) {
            int most = (int) Math.min(room - used, Math.max(share, LEAST_SHARE));
            if (room - used < LEAST_SHARE || !add(path, most)) {
                left.add(path);
            } else {
                share *= SHRINKING;
            }
        }
    }

    /** Shows outlined files whole where what is left of the room suffices, the first ones first. */
    private void complete(int room) {
        for (int i = 0; i < selected.size(); i++) {
            SelectedFile file = selected.get(i);
            String text = text(file.path()).orElse("");
            int more = text.length() - file.text().length();
            if (file.form() == SelectedFile.Form.OUTLINED && more <= room - used) {
                selected.set(i, new SelectedFile(file.path(), SelectedFile.Form.WHOLE, text));
                used += more;
            }
        }
    }

    /** Shares the room out so that small files are whole and large ones get the same each. */
    private void addNamed(List<String> paths, int room) {
        int[] sizes = paths.stream()
                .mapToInt(path -> text(path).orElse("").length() + DataBlocks.overhead(path))
                .sorted()
                .toArray();
        int spare = room - used;
        if (Arrays.stream(sizes).asLongStream().sum() > spare) {
            spare = (int) (spare * CUT_SHARE);
        }
        int share = spare;
        for (int i = 0; i < sizes.length; i++) {
            share = spare / (sizes.length - i);
            if (sizes[i] > share) {
                break;
            }
            spare -= sizes[i];
            share = Integer.MAX_VALUE;
        }
        for (String path : paths) {
            if (!add(path, Math.min(share, room - used))) {
                left.add(path);
            }
        }
    }

    private Optional<String> text(String path) {
        return texts.computeIfAbsent(path, key -> files.read(key).flatMap(content -> FileFilter.text(key, content)));
    }

    private boolean add(String path, int room) {
        String text = text(path).orElse("");
        int inside = room - DataBlocks.overhead(path);
        if (text.isEmpty() || inside <= 0) {
            return false;
        }
        boolean whole = text.length() <= inside;
        String shown = whole ? text : Outline.of(path, text, query, inside);
        if (shown.isEmpty()) {
            return false;
        }
        selected.add(new SelectedFile(path, whole ? SelectedFile.Form.WHOLE : SelectedFile.Form.OUTLINED, shown));
        used += shown.length() + DataBlocks.overhead(path);
        return true;
    }

    private String map() {
        StringBuilder map = new StringBuilder();
        int room = most - used - MAP_MARKS;
        for (String path : left.subList(0, Math.min(MAPPED_FILES, left.size()))) {
            String entry = path.replaceAll("\\p{Cntrl}", "?") + "\n";
            if (map.length() + entry.length() > room) {
                break;
            }
            map.append(entry);
            for (String signature : signatures(path, room - map.length())) {
                if (map.length() + signature.length() + 3 <= room) {
                    map.append("  ").append(signature).append('\n');
                }
            }
        }
        return map.toString();
    }

    private List<String> signatures(String path, int room) {
        return room < 200
                ? List.of()
                : text(path)
                        .map(text -> Outline.signatures(path, text, query, MAPPED_SIGNATURES))
                        .orElse(List.of());
    }
}
