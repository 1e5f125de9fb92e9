package io.jenkins.plugins.openfactory.exec;

/**
 * The first thing in which an argument list differs from what a rule allows.
 *
 * @param index of the argument; the number of arguments where one is missing at the end
 * @param code as in {@link CommandOutcome.Denied}
 * @param reason one sentence with the offending value and what would be allowed
 */
record Mismatch(int index, String code, String reason) {}
