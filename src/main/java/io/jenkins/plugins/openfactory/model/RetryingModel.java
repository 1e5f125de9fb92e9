package io.jenkins.plugins.openfactory.model;

import io.jenkins.plugins.openfactory.run.CancelToken;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * The one retry loop: asks another model again after a fault that says it may pass (HTTP 408, 429, 5xx, a lost
 * connection), with exponential back-off and jitter, honouring Retry-After. Pings are never retried. Safe for any thread
 * if its random source is.
 */
public final class RetryingModel implements ModelPort {
    private final ModelPort inner;
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private final Sleeper sleeper;

    /** @param random draws the jitter */
    public RetryingModel(ModelPort inner, RetryPolicy policy, RandomGenerator random, Sleeper sleeper) {
        this.inner = Objects.requireNonNull(inner);
        this.policy = Objects.requireNonNull(policy);
        this.random = Objects.requireNonNull(random);
        this.sleeper = Objects.requireNonNull(sleeper);
    }

    /** With the usual patience, in real time. */
    public static RetryingModel standard(ModelPort inner) {
        return new RetryingModel(inner, RetryPolicy.defaults(), new SecureRandom(), Sleeper.real());
    }

    @Override
    public ModelSettings settings() {
        return inner.settings();
    }

    @Override
    public ModelReply chat(ModelRequest request, CancelToken cancel) {
        for (int tries = 1; ; tries++) {
            cancel.throwIfCancelled();
            try {
                return inner.chat(request, cancel).withTries(tries);
            } catch (ModelFault fault) {
                if (!fault.retryable()) {
                    throw fault;
                }
                if (tries >= policy.tries()) {
                    throw givenUp(fault, tries);
                }
                sleeper.sleep(policy.pause(tries, random.nextDouble(), fault), cancel);
            }
        }
    }

    @Override
    public ModelReply ping(CancelToken cancel) {
        return inner.ping(cancel);
    }

    private static ModelFault givenUp(ModelFault last, int tries) {
        return tries == 1 ? last : new ModelFault(last.kind(), last.getMessage() + " Tried " + tries + " times.", last);
    }
}
