package io.jenkins.plugins.openfactory.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.UserError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A model that answers from a recording and from nothing else. A request is found by
 * {@link RequestNormaliser#sha256 its hash}; one that was recorded more than once is answered in the recorded order, the
 * last reply again when they run out. Safe for any thread.
 */
public final class ReplayModel implements ModelPort {
    private final ModelSettings settings;
    private final List<Recording.Entry> entries;
    private final Map<String, Deque<ModelReply>> replies = new HashMap<>();

    /**
     * Reads the whole recording. The settings are those of its first exchange, at no price.
     *
     * @throws UserError if there is no such file, it is empty, or a line is no exchange
     */
    public ReplayModel(Path file) {
        this(file, read(file), 0);
    }

    /**
     * Answers as one of the models that a recording holds.
     *
     * @param modelId the model whose settings are taken; where no line has it, those of the first exchange
     * @throws UserError if there is no such file, it is empty, or a line is no exchange
     */
    public static ReplayModel of(Path file, String modelId) {
        List<Recording.Entry> entries = read(file);
        int index = IntStream.range(0, entries.size())
                .filter(i -> entries.get(i).document().path("modelId").asText().equals(modelId))
                .findFirst()
                .orElse(0);
        return new ReplayModel(file, entries, index);
    }

    private ReplayModel(Path file, List<Recording.Entry> entries, int first) {
        this.entries = entries;
        settings = settings(file, entries.get(first).document());
        for (Recording.Entry entry : entries) {
            replies.computeIfAbsent(entry.sha256(), key -> new ArrayDeque<>()).add(entry.reply());
        }
    }

    private static List<Recording.Entry> read(Path file) {
        List<Recording.Entry> entries = Recording.read(file);
        if (entries.isEmpty()) {
            throw new UserError("The recording '" + file + "' holds no exchange; name one that a recorded run wrote.");
        }
        return entries;
    }

    private static ModelSettings settings(Path file, JsonNode document) {
        return new ModelSettings(
                "replay",
                file.toAbsolutePath().normalize().toUri().toString(),
                document.path("modelId").asText(),
                document.path("temperature").asDouble(),
                document.path("maxTokens").asInt(),
                document.path("seed").isInt()
                        ? Optional.of(document.path("seed").asInt())
                        : Optional.empty(),
                Duration.ofSeconds(120),
                Optional.of(0.0),
                Optional.of(0.0));
    }

    @Override
    public ModelSettings settings() {
        return settings;
    }

    @Override
    public ModelReply chat(ModelRequest request, CancelToken cancel) {
        cancel.throwIfCancelled();
        return next(RequestNormaliser.sha256(request, settings)).orElseThrow(() -> missing(request));
    }

    /** The recorded ping; a recording without one is shown to be readable by a reply without tokens. */
    @Override
    public ModelReply ping(CancelToken cancel) {
        cancel.throwIfCancelled();
        return next(RequestNormaliser.sha256(ModelRequest.ping(), settings))
                .orElseGet(() -> new ModelReply("ok", 0, 0, "stop", Duration.ZERO, 1));
    }

    private synchronized Optional<ModelReply> next(String sha256) {
        Deque<ModelReply> left = replies.get(sha256);
        if (left == null) {
            return Optional.empty();
        }
        return Optional.of(left.size() > 1 ? left.remove() : left.element());
    }

    private ModelFault missing(ModelRequest request) {
        JsonNode asked = RequestNormaliser.document(RequestNormaliser.normalise(request), settings);
        return new ModelFault(
                ModelFault.Kind.NOT_RECORDED,
                "The recording at " + settings.baseUrl() + " has no reply for " + request.describe()
                        + "; record the run again or restore what it asked.\n"
                        + new Divergence(asked).explain(entries));
    }
}
