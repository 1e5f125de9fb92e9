package io.jenkins.plugins.openfactory.journal;

/** The one way to the world. Safe for any thread; each key is used by one thread at a time. */
public interface Doorway {
    /** The recorded outcome of the effect; does it first where there is none. */
    <T> T once(Effect<T> effect);

    /** Whether an outcome is recorded under this key. */
    boolean holds(String key);

    /** Whether outcomes come from a record and nothing may be done. */
    default boolean replaying() {
        return false;
    }

    /** Where what is done here is traced. */
    default RunTrace trace() {
        return RunTrace.NONE;
    }
}
