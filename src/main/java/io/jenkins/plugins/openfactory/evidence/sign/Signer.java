package io.jenkins.plugins.openfactory.evidence.sign;

/** Signs what a release publishes. Safe for any thread. */
@FunctionalInterface
public interface Signer {
    /**
     * The key that signs now.
     *
     * @throws io.jenkins.plugins.openfactory.run.UserError where the key that an administrator keeps can't be used
     * @throws io.jenkins.plugins.openfactory.run.WorldFault where its folder can't be read or written
     */
    SigningKey key();
}
