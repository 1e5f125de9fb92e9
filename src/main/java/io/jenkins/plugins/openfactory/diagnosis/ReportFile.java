package io.jenkins.plugins.openfactory.diagnosis;

/**
 * A test report that a tool wrote, in the JUnit XML dialects of surefire, Gradle, pytest, jest-junit and others.
 *
 * @param path relative to the workspace, for people
 * @param content the file as it is on disk; what is no such report is passed over
 */
public record ReportFile(String path, byte[] content) {}
