package io.jenkins.plugins.openfactory.artifact;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Reads an archive of {@link BundleArchive} without unpacking it, and nothing else: whatever is not exactly in its form (a
 * name that leads elsewhere, two files of one name, a link, bytes between the parts) is refused. Deflated content is read
 * up to the size that is claimed for it, so a small archive can't become endless. Safe for one thread.
 */
public final class ArchiveReader implements AutoCloseable {
    private static final int MOST_TABLE = 64 << 20;
    private static final int BUFFER = 1 << 16;

    private final FileChannel channel;
    private final Map<String, ZipForm.Entry> entries = new LinkedHashMap<>();

    /** @throws IOException where it can't be read, or is not such an archive; the message says why */
    public ArchiveReader(Path file) throws IOException {
        channel = FileChannel.open(file);
        try {
            table().forEach(entry -> entries.put(entry.path(), entry));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** One file: its path, and the size that is claimed for it. */
    public record Claim(String path, long size) {}

    /** Every file, in the order of the archive. */
    public List<Claim> files() {
        return entries.values().stream().map(e -> new Claim(e.path(), e.size())).toList();
    }

    private List<ZipForm.Entry> table() throws IOException {
        long length = channel.size();
        if (length < ZipForm.END) {
            throw foreign("it is too short");
        }
        ByteBuffer end = bytes(length - ZipForm.END, ZipForm.END);
        long table = end.getInt(12) & 0xFFFF_FFFFL;
        long start = end.getInt(16) & 0xFFFF_FFFFL;
        if (table > MOST_TABLE || start + table + ZipForm.END != length) {
            throw foreign("its table of contents is not right before its end");
        }
        ByteBuffer lines = bytes(start, (int) table);
        List<ZipForm.Entry> found = new ArrayList<>();
        String before = "";
        long at = 0;
        while (lines.hasRemaining()) {
            ZipForm.Entry entry = line(lines, at);
            if (entry.path().compareTo(before) <= 0) {
                throw foreign("the file '" + shown(entry.path()) + "' is there twice or out of order");
            }
            before = entry.path();
            at = entry.end();
            found.add(entry);
        }
        if (at != start || !Arrays.equals(end.array(), ZipForm.end(found, table))) {
            throw foreign("its end does not fit its table of contents");
        }
        return found;
    }

    /** Reads one line of the table, and holds it against how the same line would be written. */
    private ZipForm.Entry line(ByteBuffer lines, long offset) throws IOException {
        int start = lines.position();
        if (lines.remaining() < ZipForm.CENTRAL) {
            throw foreign("its table of contents ends early");
        }
        int length = ZipForm.CENTRAL + (lines.getShort(start + 28) & 0xFFFF);
        if (lines.remaining() < length) {
            throw foreign("its table of contents ends early");
        }
        byte[] line = Arrays.copyOfRange(lines.array(), start, start + length);
        ZipForm.Entry entry = new ZipForm.Entry(
                path(Arrays.copyOfRange(line, ZipForm.CENTRAL, length)),
                lines.getInt(start + 16) & 0xFFFF_FFFFL,
                lines.getInt(start + 20) & 0xFFFF_FFFFL,
                lines.getInt(start + 24) & 0xFFFF_FFFFL,
                offset);
        String name = "the file '" + shown(entry.path()) + "' ";
        if (!Arrays.equals(line, ZipForm.central(entry))) {
            throw foreign(name + "has a line in the table of contents that is not in our form");
        }
        byte[] local = ZipForm.local(entry.path());
        byte[] descriptor = ZipForm.descriptor(entry);
        if (entry.end() > channel.size()
                || !Arrays.equals(bytes(offset, local.length).array(), local)
                || !Arrays.equals(
                        bytes(entry.end() - descriptor.length, descriptor.length)
                                .array(),
                        descriptor)) {
            throw foreign(name + "is told of otherwise where it is than in the table of contents");
        }
        lines.position(start + length);
        return entry;
    }

    private static String path(byte[] name) throws IOException {
        try {
            String path = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
            ArtifactPath.require(path);
            return path;
        } catch (CharacterCodingException e) {
            throw new IOException(foreign("a name in it is not UTF-8").getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IOException(foreign(e.getMessage()).getMessage(), e);
        }
    }

    private static String shown(String path) {
        return path.length() <= 100 ? path : path.substring(0, 100) + "…";
    }

    private static IOException foreign(String why) {
        return new IOException("it is no archive as 'artifacts --archive' writes it: " + why);
    }

    private ByteBuffer bytes(long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw foreign("it ends early");
            }
        }
        return bytes.flip();
    }

    /**
     * The content of a file; reading it to its end fails where size or CRC-32 are not those that are claimed.
     *
     * @throws IllegalArgumentException where there is no such file
     */
    public InputStream open(String path) {
        ZipForm.Entry entry = entries.get(path);
        if (entry == null) {
            throw new IllegalArgumentException("no file " + path);
        }
        Inflater inflater = new Inflater(true);
        Slice slice = new Slice(entry.data(), entry.packed());
        return new Content(new InflaterInputStream(slice, inflater, BUFFER), inflater, slice, entry);
    }

    /** A part of the archive as a stream. */
    private final class Slice extends InputStream {
        private long at;
        private long left;

        Slice(long at, long left) {
            this.at = at;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            if (left == 0) {
                return -1;
            }
            int n = channel.read(ByteBuffer.wrap(into, from, (int) Math.min(most, left)), at);
            if (n > 0) {
                at += n;
                left -= n;
            }
            return n;
        }
    }

    /** Inflated content that is held against what is claimed for it. */
    private static final class Content extends FilterInputStream {
        private final Inflater inflater;
        private final Slice slice;
        private final ZipForm.Entry entry;
        private final CRC32 crc = new CRC32();
        private long size;

        Content(InputStream in, Inflater inflater, Slice slice, ZipForm.Entry entry) {
            super(in);
            this.inflater = inflater;
            this.slice = slice;
            this.entry = entry;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int most) throws IOException {
            int n = super.read(into, from, most);
            if (n > 0) {
                crc.update(into, from, n);
                size += n;
            }
            boolean whole = size == entry.size() && crc.getValue() == entry.crc();
            boolean ended = n < 0 && whole && inflater.getRemaining() == 0 && slice.left == 0;
            if (size > entry.size() || n < 0 && !ended) {
                throw new IOException("its content in the archive is damaged");
            }
            return n;
        }

        @Override
        public void close() throws IOException {
            super.close();
            inflater.end();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
