package io.jenkins.plugins.openfactory.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A file of exchanges, one JSON object a line. A last line without a newline was torn by a crash: it is not read, and cut
 * off before the next line is written.
 */
final class Recording {
    private static final int VERSION = 1;

    private Recording() {}

    /**
     * One exchange.
     *
     * @param line in the file, from 1
     * @param document what was hashed, as {@link RequestNormaliser#document} makes it
     */
    record Entry(int line, String sha256, JsonNode document, ModelReply reply) {
        Optional<String> ticket() {
            return Optional.ofNullable(document.path("ticket").textValue());
        }

        String purpose() {
            return document.path("purpose").asText();
        }

        int attempt() {
            return document.path("attempt").asInt();
        }
    }

    /** The line for an exchange, with its newline. */
    static String line(ModelRequest request, ModelSettings settings, ModelReply reply) {
        ObjectNode document = RequestNormaliser.document(RequestNormaliser.normalise(request), settings);
        ObjectNode line = Json.object();
        line.put("v", VERSION);
        line.put("sha256", Sha256.hex(Json.canonical(document)));
        line.put("provider", settings.provider());
        line.put("baseUrl", settings.baseUrl());
        line.set("request", document);
        line.putObject("reply")
                .put("text", reply.text())
                .put("promptTokens", reply.promptTokens())
                .put("completionTokens", reply.completionTokens())
                .put("finishReason", reply.finishReason())
                .put("latencyMillis", reply.latency().toMillis())
                .put("tries", reply.tries())
                .put("usageEstimated", reply.usageEstimated());
        return Json.write(line) + "\n";
    }

    /**
     * Adds a line and returns once it is on disk. Safe for any thread and for several processes on one file.
     *
     * @throws WorldFault if it can't be written
     */
    static void append(Path file, String line) {
        // One lock for all files: a file lock belongs to the whole process, so it does not keep threads apart.
        synchronized (Recording.class) {
            try (FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                FileLock lock = channel.lock();
                try {
                    channel.truncate(endOfLastLine(channel));
                    channel.position(channel.size());
                    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                    channel.force(true);
                } finally {
                    lock.release();
                }
            } catch (IOException e) {
                throw new WorldFault(
                        "recording_failed",
                        "The recording '" + file + "' can't be written; check the folder and its free space: "
                                + e.getMessage() + ".",
                        e);
            }
        }
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        long end = channel.size();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (end > 0) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == '\n') {
                return end;
            }
            end--;
        }
        return 0;
    }

    /**
     * Every exchange in order.
     *
     * @throws UserError if there is no such file, or a line is no exchange or was edited
     */
    static List<Entry> read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UserError(
                    "The recording '" + file + "' can't be read; name a file that a recorded run wrote.", e);
        }
        int end = text.lastIndexOf('\n') + 1;
        List<String> lines = Arrays.asList(text.substring(0, end).split("\n"));
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                entries.add(entry(file, i + 1, lines.get(i)));
            }
        }
        return entries;
    }

    private static Entry entry(Path file, int number, String text) {
        JsonNode line;
        try {
            line = Json.read(text);
        } catch (IllegalArgumentException e) {
            throw new UserError(place(file, number) + " is not an exchange; record the run again.", e);
        }
        if (line.path("v").asInt() != VERSION) {
            throw new UserError(place(file, number) + " has the version '"
                    + line.path("v").asText() + "', not " + VERSION + "; record the run again.");
        }
        JsonNode document = line.path("request");
        String sha256 = line.path("sha256").asText();
        if (!document.isObject() || !Sha256.hex(Json.canonical(document)).equals(sha256)) {
            throw new UserError(
                    place(file, number) + " was edited: its sha256 is not that of its request; record the run again.");
        }
        return new Entry(number, sha256, document, reply(line.path("reply")));
    }

    private static ModelReply reply(JsonNode reply) {
        return new ModelReply(
                reply.path("text").asText(),
                reply.path("promptTokens").asInt(),
                reply.path("completionTokens").asInt(),
                reply.path("finishReason").asText("other"),
                Duration.ofMillis(reply.path("latencyMillis").asLong()),
                reply.path("tries").asInt(1),
                reply.path("usageEstimated").asBoolean());
    }

    /** The texts of a document's messages, each with its role before it. */
    static List<ModelRequest.Message> messages(JsonNode document) {
        return StreamSupport.stream(document.path("messages").spliterator(), false)
                .map(m -> new ModelRequest.Message(
                        m.path("role").asText(), m.path("text").asText()))
                .toList();
    }

    private static String place(Path file, int number) {
        return "Line " + number + " of the recording '" + file + "'";
    }
}
