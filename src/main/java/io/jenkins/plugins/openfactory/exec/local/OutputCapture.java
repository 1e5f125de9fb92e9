package io.jenkins.plugins.openfactory.exec.local;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Keeps the head and the tail of a stream and counts what it drops between them. One writer; read after its end.
 */
final class OutputCapture extends OutputStream {
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

    /** What was kept, with a line that says how much is missing where it was cut. */
    synchronized String text() {
        if (!truncated()) {
            byte[] all = new byte[head.size() + (int) afterHead];
            System.arraycopy(head.toByteArray(), 0, all, 0, head.size());
            System.arraycopy(tail, 0, all, head.size(), (int) afterHead);
            return new String(all, StandardCharsets.UTF_8);
        }
        byte[] start = head.toByteArray();
        int end = start.length;
        while (end > 0 && end > start.length - 4 && (start[end - 1] & 0xC0) == 0x80) {
            end--;
        }
        end = end > 0 && end <= start.length && (start[end - 1] & 0xC0) == 0xC0 ? end - 1 : start.length;
        int place = (int) (afterHead % half);
        byte[] last = new byte[half];
        System.arraycopy(tail, place, last, 0, half - place);
        System.arraycopy(tail, 0, last, half - place, place);
        int from = 0;
        while (from < Math.min(4, half) && (last[from] & 0xC0) == 0x80) {
            from++;
        }
        long dropped = afterHead - half + (start.length - end) + from;
        return new String(start, 0, end, StandardCharsets.UTF_8)
                + "\n[" + dropped + " bytes dropped]\n"
                + new String(last, from, half - from, StandardCharsets.UTF_8);
    }
}
