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
        entries = Recording.read(file);
        if (entries.isEmpty()) {
            throw new UserError("The recording '" + file + "' holds no exchange; name one that a recorded run wrote.");
        }
        settings = settings(file, entries.get(0).document());
        for (Recording.Entry entry : entries) {
            replies.computeIfAbsent(entry.sha256(), key -> new ArrayDeque<>()).add(entry.reply());
        }
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
