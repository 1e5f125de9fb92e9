package io.jenkins.plugins.openfactory.exec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes what it gets to another stream, with every byte that belongs to an occurrence of a pattern taken out and each
 * unbroken run of such bytes replaced by one text. Occurrences are found across every chunk split. It holds back only
 * bytes that may be the start of an occurrence, at most as many as the longest pattern has, until {@link #close}. For
 * one thread.
 */
public class ReplacingStream extends OutputStream {
    private static final int SLICE = 1 << 16;
    private static final int GROWTH = 256;

    private final OutputStream out;
    private final PatternSet patterns;
    private final byte[] replacement;
    private byte[] buffer = new byte[0];
    private int length;
    private long total;
    private int window;
    private int state;
    private int[] starts = new int[8];
    private int[] ends = new int[8];
    private int found;
    private boolean inRun;
    private boolean replaced;
    private boolean closed;

    ReplacingStream(OutputStream out, PatternSet patterns, String replacement) {
        this.out = out;
        this.patterns = patterns;
        this.replacement = replacement.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A stream that replaces one text by another, for instance a long path by a short one.
     *
     * @return {@code out} itself where the text is too short to look for
     */
    public static OutputStream of(OutputStream out, String text, String replacement) {
        byte[] pattern = text.getBytes(StandardCharsets.UTF_8);
        return pattern.length < PatternSet.GRAM
                ? out
                : new ReplacingStream(out, PatternSet.of(List.of(pattern)), replacement);
    }

    /** Whether anything was replaced so far. */
    boolean replaced() {
        return replaced;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        java.util.Objects.checkFromIndexSize(from, count, bytes.length);
        int at = from;
        int left = count;
        while (left > 0) {
            int part = Math.min(left, SLICE);
            if (length + part > buffer.length) {
                buffer = Arrays.copyOf(buffer, Math.max(length + part + GROWTH, buffer.length * 3 / 2));
            }
            System.arraycopy(bytes, at, buffer, length, part);
            int first = length;
            length += part;
            scan(first);
            int hold = state != 0 ? patterns.depth(state) : (int) Math.min(PatternSet.GRAM - 1, total);
            emit(length - hold);
            at += part;
            left -= part;
        }
    }

    /** Passes on what is certain; what may be the start of an occurrence stays. */
    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            emit(length);
            out.close();
        }
    }

    private void scan(int first) {
        byte[] bytes = buffer;
        int end = length;
        int last = window;
        int at = first;
        while (total < PatternSet.GRAM - 1 && at < end) {
            last = last << 8 | bytes[at++] & 0xff;
            total++;
        }
        int now = state;
        total += end - at;
        while (at < end) {
            if (now == 0) {
                at = patterns.skip(bytes, at, end, last);
                last = at == first ? last : windowBefore(at, last);
                if (at == end) {
                    break;
                }
            }
            byte next = bytes[at++];
            last = last << 8 | next & 0xff;
            now = now != 0 ? patterns.next(now, next, last) : patterns.enter(last);
            if (patterns.match(now) != 0) {
                mark(at - patterns.match(now), at);
            }
        }
        window = last;
        state = now;
    }

    /** The last bytes before an index of the buffer; where it holds fewer, there never were more. */
    private int windowBefore(int at, int otherwise) {
        return at < PatternSet.GRAM
                ? otherwise
                : (buffer[at - 4] << 24)
                        | (buffer[at - 3] & 0xff) << 16
                        | (buffer[at - 2] & 0xff) << 8
                        | buffer[at - 1] & 0xff;
    }

    private void mark(int start, int end) {
        int from = start;
        while (found > 0 && ends[found - 1] >= from) {
            from = Math.min(from, starts[--found]);
        }
        if (found == starts.length) {
            starts = Arrays.copyOf(starts, found * 2);
            ends = Arrays.copyOf(ends, found * 2);
        }
        starts[found] = from;
        ends[found++] = end;
    }

    /** Passes on the first bytes of the buffer, and moves the rest to its start. */
    private void emit(int limit) throws IOException {
        int at = 0;
        int kept = 0;
        for (int i = 0; i < found; i++) {
            if (starts[i] >= limit) {
                keep(kept++, starts[i] - limit, ends[i] - limit);
                continue;
            }
            plain(at, starts[i]);
            if (!inRun) {
                out.write(replacement);
                inRun = true;
                replaced = true;
            }
            at = Math.min(ends[i], limit);
            if (ends[i] > limit) {
                keep(kept++, 0, ends[i] - limit);
            }
        }
        found = kept;
        plain(at, limit);
        System.arraycopy(buffer, limit, buffer, 0, length - limit);
        length -= limit;
    }

    private void keep(int place, int start, int end) {
        starts[place] = start;
        ends[place] = end;
    }

    private void plain(int from, int to) throws IOException {
        if (to > from) {
            out.write(buffer, from, to - from);
            inRun = false;
        }
    }
}
