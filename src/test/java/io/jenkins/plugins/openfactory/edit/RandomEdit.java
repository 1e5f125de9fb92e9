package io.jenkins.plugins.openfactory.edit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A random file, a random change of it, and the ways to write that change down. */
final class RandomEdit {
    private static final List<String> WORDS = List.of(
            "if (x) {",
            "}",
            "return x;",
            "",
            "",
            "  ",
            "\tcall();",
            "    value = 1",
            "# note",
            "```",
            "```sh",
            "-- sql",
            "++i;",
            "--i;",
            "@Override",
            "*** not a header",
            "=== x",
            "<div>",
            "ünïcödé 中文 🎈",
            "a\\b",
            "\"q\"",
            "trailing  ",
            "...",
            "// ... more",
            " one",
            "+plus",
            "-minus",
            "\\ backslash",
            "diff",
            "--- a",
            "x\ry",
            "src/a.txt",
            "Title");

    /** Lines {@code from} to {@code to} of the old file become other lines. */
    record Range(int from, int to, List<String> lines) {}

    final Random random;
    final String path;
    final String end;
    final boolean bom;
    final boolean oldOpen;
    final boolean newOpen;
    final List<String> before;
    final List<Range> ranges;

    RandomEdit(Random random, String path, boolean mayChangeLastEnd) {
        this.random = random;
        this.path = path;
        this.bom = random.nextInt(6) == 0;
        this.before = lines(1 + random.nextInt(random.nextInt(4) == 0 ? 60 : 12), "");
        this.oldOpen = random.nextInt(3) == 0;
        this.end = random.nextInt(3) == 0 && !(oldOpen && before.size() == 1) ? "\r\n" : "\n";
        if (oldOpen && last(before).isEmpty()) {
            before.set(before.size() - 1, "last");
        }
        this.ranges = ranges();
        List<String> after = after();
        boolean touched = last(ranges).to() == before.size();
        boolean may = !after.isEmpty() && !last(after).isEmpty();
        boolean cut = touched && last(ranges).lines().isEmpty();
        this.newOpen = may && (touched && mayChangeLastEnd ? !cut && random.nextBoolean() : oldOpen);
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }

    private List<String> lines(int count, String suffix) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String word = WORDS.get(random.nextInt(WORDS.size()));
            lines.add(random.nextInt(3) == 0 ? word + suffix : word + " " + suffix + random.nextInt(1000));
        }
        return lines;
    }

    private List<Range> ranges() {
        List<Range> all = new ArrayList<>();
        int at = 0;
        while (at < before.size() && all.size() < 4) {
            int from = at + random.nextInt(before.size() - at + 1);
            int to = Math.min(before.size(), from + random.nextInt(4));
            List<String> lines = lines(random.nextInt(4), "new");
            if (oldOpen && to == before.size() && !lines.isEmpty()) {
                lines.set(lines.size() - 1, "new last");
            }
            if (!lines.equals(before.subList(from, to)) && !(from == to && lines.isEmpty())) {
                all.add(new Range(from, to, lines));
            }
            at = to + 1;
        }
        return all.isEmpty() ? List.of(new Range(0, 1, List.of("changed"))) : all;
    }

    List<String> after() {
        List<String> after = new ArrayList<>();
        int at = 0;
        for (Range range : ranges) {
            after.addAll(before.subList(at, range.from()));
            after.addAll(range.lines());
            at = range.to();
        }
        after.addAll(before.subList(at, before.size()));
        return after;
    }

    private byte[] content(List<String> lines, boolean open) {
        String text = String.join(end, lines) + (open || lines.isEmpty() ? "" : end);
        return ((bom ? "\ufeff" : "") + text).getBytes(StandardCharsets.UTF_8);
    }

    byte[] oldContent() {
        return content(before, oldOpen);
    }

    byte[] newContent() {
        return content(after(), newOpen);
    }

    /** A stretch of the running file with enough lines around a range that it is there once. */
    private record Stretch(List<String> search, List<String> replace) {}

    private List<Stretch> stretches() {
        List<Stretch> all = new ArrayList<>();
        List<String> running = new ArrayList<>(before);
        int shift = 0;
        for (Range range : ranges) {
            int from = range.from() + shift;
            int to = range.to() + shift;
            int first = from;
            int last = to;
            while (first == last
                    || count(running, running.subList(first, last)) > 1
                    || blank(running.subList(first, last))) {
                if (first == 0 && last == running.size()) {
                    break;
                }
                first = Math.max(0, first - random.nextInt(2));
                last = Math.min(running.size(), last + random.nextInt(2));
            }
            List<String> replace = new ArrayList<>(running.subList(first, from));
            replace.addAll(range.lines());
            replace.addAll(running.subList(to, last));
            all.add(new Stretch(List.copyOf(running.subList(first, last)), replace));
            running.subList(from, to).clear();
            running.addAll(from, range.lines());
            shift += range.lines().size() - (range.to() - range.from());
        }
        return all;
    }

    private static boolean blank(List<String> lines) {
        return lines.stream().allMatch(String::isBlank);
    }

    private static int count(List<String> lines, List<String> part) {
        int count = 0;
        for (int at = 0; at + part.size() <= lines.size(); at++) {
            count += lines.subList(at, at + part.size()).equals(part) ? 1 : 0;
        }
        return count;
    }

    /** Whether search/replace blocks can say it: a file of nothing but blank lines has nothing to find. */
    boolean canBeSearched() {
        return stretches().stream().noneMatch(stretch -> blank(stretch.search()));
    }

    String searchReplace() {
        String fence = random.nextBoolean() ? "`".repeat(3 + random.nextInt(3)) : "~".repeat(3 + random.nextInt(3));
        int length = 5 + random.nextInt(5);
        String pathLine = List.of("%s", "**%s**", "`%s`", "File: %s", "### `%s`")
                .get(random.nextInt(5))
                .formatted(path);
        StringBuilder reply = new StringBuilder("Here it is.\n\n" + pathLine + "\n");
        boolean fenced = random.nextInt(4) > 0;
        reply.append(fenced ? fence + List.of("", "java", "text").get(random.nextInt(3)) + "\n" : "");
        for (Stretch stretch : stretches()) {
            reply.append("<".repeat(length)).append(" SEARCH\n");
            stretch.search().forEach(line -> reply.append(line).append('\n'));
            reply.append("=".repeat(length)).append('\n');
            stretch.replace().forEach(line -> reply.append(line).append('\n'));
            reply.append(">".repeat(length)).append(" REPLACE\n");
        }
        return reply.append(fenced ? fence + "\n" : "").append("\nDone.\n").toString();
    }

    String envelope() {
        StringBuilder reply = new StringBuilder("*** Begin Patch\n*** Update File: " + path + "\n");
        for (Stretch stretch : stretches()) {
            reply.append(random.nextBoolean() ? "@@\n" : "@@ @@\n");
            hunk(stretch.search(), stretch.replace(), reply);
        }
        return reply.append("*** End Patch\n").toString();
    }

    private static void hunk(List<String> search, List<String> replace, StringBuilder reply) {
        for (Script.Op op : Script.between(search, replace).ops()) {
            String mark = op.kind() == Script.Kind.KEEP ? " " : op.kind() == Script.Kind.DELETE ? "-" : "+";
            reply.append(mark).append(op.text()).append('\n');
        }
    }

    String wholeFile() {
        StringBuilder reply = new StringBuilder(path + "\n~~~~~\n");
        after().forEach(line -> reply.append(line).append('\n'));
        return reply.append("~~~~~\n").toString();
    }

    String diff(boolean git, boolean counts) {
        StringBuilder reply = new StringBuilder("```diff\n");
        reply.append(git ? "diff --git a/" + path + " b/" + path + "\nindex 1111111..2222222 100644\n" : "");
        reply.append("--- a/").append(path).append("\n+++ b/").append(path).append('\n');
        int context = 1 + random.nextInt(3);
        int shift = 0;
        int i = 0;
        while (i < ranges.size()) {
            int last = i;
            while (last + 1 < ranges.size()
                    && ranges.get(last + 1).from() - ranges.get(last).to() <= 2 * context) {
                last++;
            }
            shift += diffHunk(ranges.subList(i, last + 1), context, shift, counts, reply);
            i = last + 1;
        }
        return reply.append("```\n").toString();
    }

    private int diffHunk(List<Range> group, int context, int shift, boolean counts, StringBuilder reply) {
        int from = Math.max(0, group.get(0).from() - context);
        int to = Math.min(before.size(), last(group).to() + context);
        StringBuilder body = new StringBuilder();
        int added = 0;
        int removed = 0;
        int at = from;
        for (Range range : group) {
            keep(at, range.from(), body);
            for (int i = range.from(); i < range.to(); i++) {
                body.append('-').append(before.get(i)).append('\n').append(mark(i == before.size() - 1 && oldOpen));
            }
            for (int i = 0; i < range.lines().size(); i++) {
                boolean tail = range.to() == before.size() && i == range.lines().size() - 1;
                body.append('+').append(range.lines().get(i)).append('\n').append(mark(tail && newOpen));
            }
            removed += range.to() - range.from();
            added += range.lines().size();
            at = range.to();
        }
        keep(at, to, body);
        int oldCount = to - from;
        int newCount = oldCount - removed + added;
        int oldStart = oldCount == 0 ? from : from + 1;
        int newStart = newCount == 0 ? from + shift : from + shift + 1;
        reply.append(
                counts
                        ? "@@ -" + oldStart + "," + oldCount + " +" + newStart + "," + newCount + " @@ some(section)\n"
                        : "@@ -" + oldStart + ",99 +" + newStart + ",77 @@\n");
        reply.append(body);
        return added - removed;
    }

    /** A last line without a line end that gets one, for lines behind it, is a changed line. */
    private void keep(int from, int to, StringBuilder body) {
        boolean appended = last(ranges).from() == before.size();
        for (int i = from; i < to; i++) {
            boolean open = i == before.size() - 1 && oldOpen;
            if (open && appended) {
                body.append('-').append(before.get(i)).append('\n').append(mark(true));
                body.append('+').append(before.get(i)).append('\n');
            } else {
                body.append(' ').append(before.get(i)).append('\n').append(mark(open));
            }
        }
    }

    private static String mark(boolean open) {
        return open ? "\\ No newline at end of file\n" : "";
    }

    @Override
    public String toString() {
        return path + " " + before + " " + ranges + (end.length() == 2 ? " CRLF" : "") + " open " + oldOpen + newOpen;
    }
}
