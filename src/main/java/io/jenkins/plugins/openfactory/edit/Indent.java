package io.jenkins.plugins.openfactory.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How far a block's lines are from the file's lines that they mean, where it is one and the same distance for every line
 * that is not blank.
 */
sealed interface Indent {
    /** A line of the block as the file would have it; empty where this distance can't be gone from that line. */
    Optional<String> shift(String line);

    /** The file has more. */
    record More(String prefix) implements Indent {
        @Override
        public Optional<String> shift(String line) {
            return Optional.of(line.isBlank() ? line : prefix + line);
        }
    }

    /** The file has less. */
    record Less(String prefix) implements Indent {
        @Override
        public Optional<String> shift(String line) {
            if (line.isBlank()) {
                return Optional.of("");
            }
            return line.startsWith(prefix) ? Optional.of(line.substring(prefix.length())) : Optional.empty();
        }
    }

    /** The file has tabs where the block has spaces, {@code width} of them each, and {@code more} tabs on top. */
    record Tabs(int width, int more) implements Indent {
        @Override
        public Optional<String> shift(String line) {
            String own = of(line);
            int tabs = own.length() / width + more;
            if (line.isBlank()) {
                return Optional.of("");
            }
            return own.indexOf('\t') >= 0 || tabs < 0
                    ? Optional.empty()
                    : Optional.of("\t".repeat(tabs) + " ".repeat(own.length() % width) + line.substring(own.length()));
        }
    }

    /** The file has {@code width} spaces where the block has a tab, and {@code more} spaces on top. */
    record Spaces(int width, int more) implements Indent {
        @Override
        public Optional<String> shift(String line) {
            String own = of(line);
            int spaces = own.length() * width + more;
            if (line.isBlank()) {
                return Optional.of("");
            }
            return own.indexOf(' ') >= 0 || spaces < 0
                    ? Optional.empty()
                    : Optional.of(" ".repeat(spaces) + line.substring(own.length()));
        }
    }

    /** The leading white space of a line. */
    static String of(String line) {
        int end = 0;
        while (end < line.length() && (line.charAt(end) == ' ' || line.charAt(end) == '\t')) {
            end++;
        }
        return line.substring(0, end);
    }

    /**
     * The distance between lines that are the same but for white space around them; empty where they are not, or where
     * the distance differs from line to line.
     *
     * @param block the block's lines
     * @param file as many lines of the file
     */
    static Optional<Indent> between(List<String> block, List<String> file) {
        List<String> wanted = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        for (int i = 0; i < block.size(); i++) {
            if (!block.get(i).strip().equals(file.get(i).strip())) {
                return Optional.empty();
            }
            if (!block.get(i).isBlank()) {
                wanted.add(of(block.get(i)));
                actual.add(of(file.get(i)));
            }
        }
        return wanted.isEmpty()
                ? Optional.empty()
                : candidates(wanted, actual)
                        .filter(indent -> fits(indent, wanted, actual))
                        .findFirst();
    }

    private static Stream<Indent> candidates(List<String> wanted, List<String> actual) {
        String block = wanted.get(0);
        String file = actual.get(0);
        List<Indent> all = new ArrayList<>();
        if (file.endsWith(block)) {
            all.add(new More(file.substring(0, file.length() - block.length())));
        } else if (block.endsWith(file)) {
            all.add(new Less(block.substring(0, block.length() - file.length())));
        }
        boolean telling = wanted.stream().distinct().count() > 1;
        for (int width : new int[] {4, 2, 8, 3}) {
            int tabs = file.length() - block.length() / width;
            if (telling || tabs == 0) {
                all.add(new Tabs(width, tabs));
            }
            int spaces = file.length() - block.length() * width;
            if (telling || spaces == 0) {
                all.add(new Spaces(width, spaces));
            }
        }
        return all.stream();
    }

    private static boolean fits(Indent indent, List<String> wanted, List<String> actual) {
        for (int i = 0; i < wanted.size(); i++) {
            if (!indent.shift(wanted.get(i) + "x").equals(Optional.of(actual.get(i) + "x"))) {
                return false;
            }
        }
        return true;
    }
}
