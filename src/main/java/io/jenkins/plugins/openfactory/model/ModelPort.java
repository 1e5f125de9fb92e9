package io.jenkins.plugins.openfactory.model;

import io.jenkins.plugins.openfactory.run.CancelToken;

/** A language model. Implementations are safe for any thread. */
public interface ModelPort {
    /** How this model is reached, without secrets. */
    ModelSettings settings();

    /**
     * Asks and waits for the whole reply. Retries within the implementation's bound (408, 429, 5xx and connection loss
     * only, honouring Retry-After) and stops early when the token is cancelled.
     *
     * @throws ModelFault when the provider can't or won't answer
     * @throws io.jenkins.plugins.openfactory.run.RunCancelledException when cancelled
     */
    ModelReply chat(ModelRequest request, CancelToken cancel);

    /**
     * Shows that the provider answers, within ten seconds and without retries.
     *
     * @throws ModelFault naming the provider, the URL and the mend
     */
    ModelReply ping(CancelToken cancel);
}
