package io.jenkins.plugins.openfactory.artifact;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The one form of zip archive that is written and read here, fixed to the byte: deflated files with UTF-8 names, no times,
 * no extras, no comments, sizes behind the data, nothing between the parts (PKWARE's APPNOTE 6.3, sections 4.3 and 4.4).
 */
final class ZipForm {
    /** The largest size and offset that the form can express. */
    static final long MOST_BYTES = 0xFFFF_FFFEL;
    /** The largest number of files. */
    static final int MOST_FILES = 0xFFFE;

    static final int LOCAL = 30;
    static final int DESCRIPTOR = 16;
    static final int CENTRAL = 46;
    static final int END = 22;

    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int DESCRIPTOR_SIGNATURE = 0x08074b50;
    private static final int CENTRAL_SIGNATURE = 0x02014b50;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final short VERSION = 20;
    private static final short MADE_ON_UNIX = 0x0314;
    /** Sizes follow the data, and names are UTF-8. */
    private static final short FLAGS = 0x0808;

    private static final short DEFLATED = 8;
    private static final short FIRST_DAY = 0x0021;
    private static final int PLAIN_FILE = 0100644 << 16;

    private ZipForm() {}

    /**
     * One file in an archive.
     *
     * @param crc CRC-32 of the content
     * @param packed how many bytes the deflated content has
     * @param offset where its part of the archive begins
     */
    record Entry(String path, long crc, long packed, long size, long offset) {
        byte[] name() {
            return path.getBytes(StandardCharsets.UTF_8);
        }

        /** Where the deflated content begins. */
        long data() {
            return offset + LOCAL + name().length;
        }

        /** Where its part of the archive ends. */
        long end() {
            return data() + packed + DESCRIPTOR;
        }
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What stands before the content. */
    static byte[] local(String path) {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = buffer(LOCAL + name.length);
        out.putInt(LOCAL_SIGNATURE).putShort(VERSION).putShort(FLAGS).putShort(DEFLATED);
        out.putShort((short) 0).putShort(FIRST_DAY).putInt(0).putInt(0).putInt(0);
        return out.putShort((short) name.length).putShort((short) 0).put(name).array();
    }

    /** What stands behind the content. */
    static byte[] descriptor(Entry entry) {
        return buffer(DESCRIPTOR)
                .putInt(DESCRIPTOR_SIGNATURE)
                .putInt((int) entry.crc())
                .putInt((int) entry.packed())
                .putInt((int) entry.size())
                .array();
    }

    /** The entry's line in the table of contents. */
    static byte[] central(Entry entry) {
        byte[] name = entry.name();
        ByteBuffer out = buffer(CENTRAL + name.length);
        out.putInt(CENTRAL_SIGNATURE).putShort(MADE_ON_UNIX).putShort(VERSION).putShort(FLAGS);
        out.putShort(DEFLATED).putShort((short) 0).putShort(FIRST_DAY);
        out.putInt((int) entry.crc()).putInt((int) entry.packed()).putInt((int) entry.size());
        out.putShort((short) name.length).putShort((short) 0).putShort((short) 0);
        out.putShort((short) 0).putShort((short) 0).putInt(PLAIN_FILE).putInt((int) entry.offset());
        return out.put(name).array();
    }

    /** The end of the archive, which says where the table of contents is. */
    static byte[] end(List<Entry> entries, long table) {
        long offset = entries.isEmpty() ? 0 : entries.get(entries.size() - 1).end();
        ByteBuffer out = buffer(END).putInt(END_SIGNATURE).putShort((short) 0).putShort((short) 0);
        out.putShort((short) entries.size()).putShort((short) entries.size());
        return out.putInt((int) table).putInt((int) offset).putShort((short) 0).array();
    }
}
