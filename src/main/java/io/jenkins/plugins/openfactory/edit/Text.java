package io.jenkins.plugins.openfactory.edit;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text file as lines that each keep their own line end, so that what is not edited comes out byte for byte as it went
 * in. Immutable.
 *
 * @param bom whether a byte order mark comes first; it is no part of the first line
 */
record Text(boolean bom, List<Line> lines) {
    private static final char BOM = '\ufeff';

    Text {
        lines = List.copyOf(lines);
    }

    /**
     * One line.
     *
     * @param end its line end: LF, CRLF, or nothing on a last line without one
     */
    record Line(String text, String end) {}

    /** Reads a file; empty where it is binary: it has a NUL byte or is not UTF-8. */
    static Optional<Text> decode(byte[] content) {
        for (byte one : content) {
            if (one == 0) {
                return Optional.empty();
            }
        }
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
            return Optional.of(of(decoded.toString()));
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }

    /** A new file's text: lines that end with LF. */
    static Text fresh(List<String> lines) {
        return new Text(false, lines.stream().map(line -> new Line(line, "\n")).toList());
    }

    private static Text of(String content) {
        boolean bom = !content.isEmpty() && content.charAt(0) == BOM;
        List<Line> lines = new ArrayList<>();
        int start = bom ? 1 : 0;
        while (start < content.length()) {
            int feed = content.indexOf('\n', start);
            if (feed < 0) {
                lines.add(new Line(content.substring(start), ""));
                break;
            }
            boolean crlf = feed > start && content.charAt(feed - 1) == '\r';
            lines.add(new Line(content.substring(start, crlf ? feed - 1 : feed), crlf ? "\r\n" : "\n"));
            start = feed + 1;
        }
        return new Text(bom, lines);
    }

    byte[] encode() {
        StringBuilder all = new StringBuilder();
        if (bom) {
            all.append(BOM);
        }
        lines.forEach(line -> all.append(line.text()).append(line.end()));
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The lines without their ends. */
    List<String> plain() {
        return lines.stream().map(Line::text).toList();
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Whether the last line lacks a line end. */
    boolean endsOpen() {
        return !lines.isEmpty() && lines.get(lines.size() - 1).end().isEmpty();
    }

    /** The line end that most lines have; LF where there is none or a tie. */
    String usualEnd() {
        long crlf = lines.stream().filter(line -> line.end().equals("\r\n")).count();
        long lf = lines.stream().filter(line -> line.end().equals("\n")).count();
        return crlf > lf ? "\r\n" : "\n";
    }
}
