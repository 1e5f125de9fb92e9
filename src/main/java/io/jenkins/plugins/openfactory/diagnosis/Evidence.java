package io.jenkins.plugins.openfactory.diagnosis;

import java.util.List;
import java.util.Optional;

/**
 * What is worth knowing of a failure.
 *
 * @param text condensed, at most four characters per token of the budget; made of untrusted text, so hand it on as data
 * @param failingTests each in the selector form of its tool ({@code pkg.Class#method} for surefire, a node id for
 *     pytest and so on, see {@code docs/context.md}), without duplicates, in order of appearance
 * @param failingStep the build step that failed, for instance {@code make: test} or
 *     {@code maven-compiler-plugin:compile}
 * @param signature 64 hexadecimal digits that are equal for equal failures: line numbers, timings, addresses, temporary
 *     paths and random ids don't count, nor does the order of findings
 */
public record Evidence(String text, List<String> failingTests, Optional<String> failingStep, String signature) {
    public Evidence {
        failingTests = List.copyOf(failingTests);
    }
}
