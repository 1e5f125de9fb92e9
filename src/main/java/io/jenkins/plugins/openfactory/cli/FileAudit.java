package io.jenkins.plugins.openfactory.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.exec.AuditLog;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.AuditRow;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The audit of commands outside of a run: a chain in a JSON Lines file, appended under a lock and flushed to disk. */
final class FileAudit implements AuditLog {
    private static final int LONGEST = 1 << 20;

    private final Path file;

    FileAudit(Path file) {
        this.file = file;
    }

    @Override
    public synchronized long append(String runId, ObjectNode record) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw");
                FileLock lock = log.getChannel().lock()) {
            JsonNode last = last(log);
            AuditRow row = AuditRow.Draft.of(record)
                    .after(last.path("seq").asLong(0), last.path("hash").asText(AuditRow.NO_HASH));
            ObjectNode line = Json.object().put("seq", row.seq()).put("hash", row.hash());
            line.set("record", Json.read(row.record()));
            log.seek(log.length());
            log.write((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
            log.getFD().sync();
            return row.seq();
        } catch (IOException e) {
            throw new WorldFault(
                    "audit_failed", "The audit file " + file + " can't be written: " + e.getMessage() + ".", e);
        }
    }

    private static JsonNode last(RandomAccessFile log) throws IOException {
        long length = log.length();
        byte[] tail = new byte[(int) Math.min(length, LONGEST)];
        log.seek(length - tail.length);
        log.readFully(tail);
        String[] lines = new String(tail, StandardCharsets.UTF_8).split("\n");
        String line = lines[lines.length - 1];
        return line.isBlank() ? Json.object() : Json.read(line);
    }
}
