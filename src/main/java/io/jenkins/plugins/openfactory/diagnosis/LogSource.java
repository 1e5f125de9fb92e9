package io.jenkins.plugins.openfactory.diagnosis;

/**
 * Something that a command or a check printed.
 *
 * @param name what people call it, for instance {@code stdout}, {@code stderr} or the check's name
 * @param text as it was printed, masked; escapes, progress and timestamps are taken out here
 */
public record LogSource(String name, String text) {}
