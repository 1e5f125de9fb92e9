package io.jenkins.plugins.openfactory.exec;

/**
 * What the probe of the sandbox found.
 *
 * @param detail one sentence: the mechanism, or what is missing
 * @param mend how to get a stronger tier; empty at FULL
 * @param uid the user id that commands run under, as a number
 */
public record SandboxReport(CommandOutcome.Tier tier, String detail, String mend, long uid) {}
