package io.jenkins.plugins.openfactory.exec.local;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the head and the tail of a stream and counts what it drops between them. Safe for any thread. */
final class OutputCapture extends OutputStream {
    private static final int LONGEST_CHARACTER = 4;

    private final int half;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private byte[] tail = new byte[0];
    private long afterHead;

    /** @param limit bytes to keep in all */
    OutputCapture(long limit) {
        this.half = (int) Math.max(1, Math.min(limit, 1 << 30) / 2);
    }

    @Override
    public synchronized void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        int first = Math.min(length, half - head.size());
        head.write(bytes, from, first);
        int at = from + first;
        int rest = length - first;
        if (rest > 0 && tail.length == 0) {
            tail = new byte[half];
        }
        while (rest > 0) {
            int place = (int) (afterHead % half);
            int part = Math.min(rest, half - place);
            System.arraycopy(bytes, at, tail, place, part);
            afterHead += part;
            at += part;
            rest -= part;
        }
    }

    /** Whether anything was dropped. */
    synchronized boolean truncated() {
        return afterHead > half;
    }

    /** What was kept, with a line that says how much is missing where it was cut; no character is cut in two. */
    synchronized String text() {
        byte[] start = head.toByteArray();
        if (!truncated()) {
            byte[] all = java.util.Arrays.copyOf(start, start.length + (int) afterHead);
            System.arraycopy(tail, 0, all, start.length, (int) afterHead);
            return new String(all, StandardCharsets.UTF_8);
        }
        int oldest = (int) (afterHead % half);
        byte[] last = new byte[half];
        System.arraycopy(tail, oldest, last, 0, half - oldest);
        System.arraycopy(tail, 0, last, half - oldest, oldest);
        int end = completeEnd(start);
        int from = 0;
        while (from < Math.min(LONGEST_CHARACTER - 1, half) && continues(last[from])) {
            from++;
        }
        long dropped = afterHead - half + (start.length - end) + from;
        return new String(start, 0, end, StandardCharsets.UTF_8)
                + "\n[" + dropped + " bytes dropped]\n"
                + new String(last, from, half - from, StandardCharsets.UTF_8);
    }

    /** The length without a character at the end whose last bytes are missing. */
    private static int completeEnd(byte[] bytes) {
        for (int back = 1; back <= Math.min(LONGEST_CHARACTER, bytes.length); back++) {
            byte b = bytes[bytes.length - back];
            if (!continues(b)) {
                int length = b >= 0 ? 1 : Integer.numberOfLeadingZeros(~b << 24);
                return length > back ? bytes.length - back : bytes.length;
            }
        }
        return bytes.length;
    }

    private static boolean continues(byte b) {
        return (b & 0xC0) == 0x80;
    }
}
