package io.jenkins.plugins.openfactory.evidence.view;

import io.jenkins.plugins.openfactory.evidence.report.Inert;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The log of a run for people: one line an event, in a file that only grows. Never the source of truth, which is the run
 * record: a line that can't be written is lost. Safe for any thread.
 */
public final class RunLog {
    private static final String FILE = "events.log";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Path file;

    /** @param runFolder the folder of everything that the run keeps on disk */
    public RunLog(Path runFolder) {
        this.file = runFolder.resolve(FILE);
    }

    /** The line of an event, without its line end. */
    static String line(RunEvent event) {
        return TIME.format(event.at())
                + event.stage().map(stage -> " " + stage.title()).orElse("")
                + event.ticketId().map(id -> " [" + id + "]").orElse("") + ": " + Inert.line(event.text());
    }

    /** Adds an event; returns false where the disk refuses. */
    public boolean append(RunEvent event) {
        byte[] line = (line(event) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** How many bytes it has. */
    public long size() {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** The piece from an offset on; an offset beyond the end gives an empty piece at the end. */
    public Slice read(long from) {
        long size = size();
        long begin = Math.max(0, Math.min(from, size));
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(Slice.MOST, size - begin));
        if (bytes.capacity() > 0) {
            try (SeekableByteChannel channel = Files.newByteChannel(file)) {
                channel.position(begin);
                while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                    // reads on until the piece is full or the file ends
                }
            } catch (IOException e) {
                throw new WorldFault("disk_failed", "The log " + file + " can't be read: " + e.getMessage() + ".", e);
            }
        }
        byte[] read = java.util.Arrays.copyOf(bytes.array(), bytes.position());
        return Slice.of(read, begin, size);
    }
}
