package io.jenkins.plugins.openfactory.context;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fills a budget with files in their order. Used by one thread, once. */
final class Packing {
    private static final double MAP_SHARE = 0.15;
    private static final double LARGEST_SHARE = 0.3;
    private static final int MAPPED_FILES = 200;
    private static final int MAP_MARKS = 60;

    private final SourceFiles files;
    private final List<SelectedFile> selected = new ArrayList<>();
    private final int most;
    private int used = DataBlocks.noticeLength();

    Packing(SourceFiles files, int tokens) {
        this.files = files;
        this.most = (int) Math.min(Integer.MAX_VALUE, 4L * tokens);
    }

    /** Packs files: the first {@code ticketFiles} may take the whole budget, others a share each. */
    Selection pack(List<String> order, int ticketFiles) {
        List<String> left = new ArrayList<>();
        int bound = most - (int) (most * MAP_SHARE);
        for (int i = 0; i < order.size(); i++) {
            int share = i < ticketFiles ? bound : (int) (bound * LARGEST_SHARE);
            if (used > bound - 200 || !add(order.get(i), Math.min(share, bound - used))) {
                left.add(order.get(i));
            }
        }
        return new Selection(selected, map(left));
    }

    private boolean add(String path, int room) {
        Optional<String> text = files.read(path).flatMap(FileFilter::text);
        int inside = room - DataBlocks.overhead(path);
        if (text.isEmpty() || inside <= 0) {
            return false;
        }
        boolean whole = text.get().length() <= inside;
        String shown = whole ? text.get() : Outline.of(path, text.get(), inside);
        if (!whole && shown.isEmpty()) {
            return false;
        }
        selected.add(new SelectedFile(path, whole ? SelectedFile.Form.WHOLE : SelectedFile.Form.OUTLINED, shown));
        used += shown.length() + DataBlocks.overhead(path);
        return true;
    }

    private String map(List<String> left) {
        StringBuilder map = new StringBuilder();
        for (String path : left.subList(0, Math.min(MAPPED_FILES, left.size()))) {
            int room = most - used - MAP_MARKS - map.length();
            String entry = path.replace('\n', ' ') + "\n";
            if (entry.length() > room) {
                break;
            }
            map.append(entry);
            for (String signature : signatures(path)) {
                room = most - used - MAP_MARKS - map.length();
                if (signature.length() + 3 <= Math.min(room, most / 10)) {
                    map.append("  ").append(signature).append('\n');
                }
            }
        }
        return map.toString();
    }

    private List<String> signatures(String path) {
        return files.read(path)
                .filter(content -> content.length <= FileFilter.LARGEST)
                .map(content -> new String(content, StandardCharsets.UTF_8))
                .map(text -> Outline.signatures(path, text).stream().limit(8).toList())
                .orElse(List.of());
    }
}
