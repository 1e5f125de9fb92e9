package io.jenkins.plugins.openfactory.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.exec.AuditLog;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.AuditRow;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The audit of commands outside of a run: a chain in a JSON Lines file, appended under a lock and flushed to disk. */
final class FileAudit implements AuditLog {
    private static final int LONGEST = 1 << 20;

    private final Path file;

    FileAudit(Path file) {
        this.file = file;
    }

    /** The one of a factory's home. */
    static FileAudit in(FactoryHome home) {
        return new FileAudit(home.root().resolve("exec-audit.jsonl"));
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
        try {
            return line.isBlank() ? Json.object() : Json.read(line);
        } catch (IllegalArgumentException e) {
            throw new IOException("its last line is no whole record; move the file away to begin a new chain", e);
        }
    }

    /**
     * The chain as it is in the file; a line that is no record is a link whose hash holds for nothing.
     *
     * @throws UserError where there is no such file
     */
    List<AuditRow> rows() {
        List<AuditRow> rows = new ArrayList<>();
        String previous = AuditRow.NO_HASH;
        try {
            for (String line : Files.readAllLines(file)) {
                AuditRow row = row(line, rows.size() + 1L, previous);
                rows.add(row);
                previous = row.hash();
            }
        } catch (NoSuchFileException e) {
            throw new UserError("No command was run by 'exec' in this home yet: there is no " + file + ".", e);
        } catch (IOException e) {
            throw new WorldFault("audit_failed", "The audit file " + file + " can't be read: " + e.getMessage(), e);
        }
        return rows;
    }

    private static AuditRow row(String line, long expected, String previous) {
        try {
            JsonNode link = Json.read(line);
            return new AuditRow(
                    link.path("seq").asLong(),
                    previous,
                    link.path("hash").asText(),
                    Json.canonical(link.path("record")));
        } catch (IllegalArgumentException e) {
            return new AuditRow(expected, previous, "", line);
        }
    }
}
