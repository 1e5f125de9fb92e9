package io.jenkins.plugins.openfactory.artifact;

/**
 * One file that a run made.
 *
 * @param path relative to the run's artifacts folder, with {@code /} between names
 * @param size in bytes
 */
public record Artifact(String path, long size, String sha256) {}
