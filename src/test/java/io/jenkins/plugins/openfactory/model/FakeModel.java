package io.jenkins.plugins.openfactory.model;

import io.jenkins.plugins.openfactory.run.CancelToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A model in memory that counts its calls. */
final class FakeModel implements ModelPort {
    static final ModelSettings SETTINGS = new ModelSettings(
            "openai",
            "http://localhost:1/v1",
            "test-model",
            0.5,
            1000,
            Optional.of(7),
            Duration.ofSeconds(120),
            Optional.of(3.0),
            Optional.of(15.0));

    private final Function<ModelRequest, ModelReply> answers;
    final List<ModelRequest> asked = new ArrayList<>();

    FakeModel(Function<ModelRequest, ModelReply> answers) {
        this.answers = answers;
    }

    static ModelReply reply(String text) {
        return new ModelReply(text, 12, 3, "stop", Duration.ofMillis(250), 1);
    }

    @Override
    public ModelSettings settings() {
        return SETTINGS;
    }

    @Override
    public synchronized ModelReply chat(ModelRequest request, CancelToken cancel) {
        asked.add(request);
        return answers.apply(request);
    }

    @Override
    public ModelReply ping(CancelToken cancel) {
        return chat(ModelRequest.ping(), cancel);
    }
}
