package io.jenkins.plugins.openfactory.evidence.view;

import io.jenkins.plugins.openfactory.evidence.report.Inert;
import java.nio.charset.StandardCharsets;

/**
 * A piece of a long text, inert. Offsets are bytes of the text as it is kept, so that a reader can ask for what comes
 * next, also after the text has grown.
 *
 * @param from where it begins
 * @param next where the next piece begins; equal to {@code size} at the end
 * @param size of the whole text as far as it is there
 */
public record Slice(long from, long next, long size, String text) {
    /** At most so many bytes at once. */
    public static final int MOST = 256 * 1024;

    /**
     * A piece that ends with a whole line where one ends in it, else with a whole character.
     *
     * @param bytes the text from {@code from} on, {@link #MOST} bytes of it or all there is
     */
    static Slice of(byte[] bytes, long from, long size) {
        int end = bytes.length;
        if (from + end < size) {
            end = whole(bytes);
        }
        String text = new String(bytes, 0, end, StandardCharsets.UTF_8);
        return new Slice(from, from + end, size, Inert.text(text));
    }

    private static int whole(byte[] bytes) {
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        int last = bytes.length - 1;
        while (last > 0 && (bytes[last] & 0xC0) == 0x80) {
            last--;
        }
        int lead = bytes[last] & 0xFF;
        int length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        return last == 0 || last + length <= bytes.length ? bytes.length : last;
    }
}
