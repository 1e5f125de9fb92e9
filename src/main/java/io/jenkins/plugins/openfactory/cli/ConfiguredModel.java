package io.jenkins.plugins.openfactory.cli;

import io.jenkins.plugins.openfactory.model.ModelPort;
import io.jenkins.plugins.openfactory.model.ModelReply;
import io.jenkins.plugins.openfactory.model.ModelRequest;
import io.jenkins.plugins.openfactory.model.ModelSettings;
import io.jenkins.plugins.openfactory.run.CancelToken;

/** A model that has no settings of its own, under those of the run: its name, bounds and price are as recorded there. */
record ConfiguredModel(ModelPort inner, ModelSettings settings) implements ModelPort {
    @Override
    public ModelReply chat(ModelRequest request, CancelToken cancel) {
        return inner.chat(request, cancel);
    }

    @Override
    public ModelReply ping(CancelToken cancel) {
        return inner.ping(cancel);
    }
}
