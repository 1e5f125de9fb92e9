package io.jenkins.plugins.openfactory.doctor;

import java.util.Optional;

/** One thing that the doctor looks at. Safe for any thread. */
public interface Check {
    /** What is looked at, a few words; the name of its finding. */
    String name();

    /**
     * Looks. Takes some seconds at most.
     *
     * @throws io.jenkins.plugins.openfactory.run.UserError or
     *     {@link io.jenkins.plugins.openfactory.run.WorldFault} whose message becomes a failure
     */
    Finding look();

    /** Mends what is safe to mend without asking; a sentence that says what was done, empty where nothing was. */
    default Optional<String> fix() {
        return Optional.empty();
    }
}
