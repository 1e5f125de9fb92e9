package io.jenkins.plugins.openfactory.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the build step that failed. Stateless. */
final class Steps {
    private static final Pattern MAVEN = Pattern.compile(
            "^\\[ERROR\\] Failed to execute goal (?:[\\w.-]+:)?(?<step>[\\w-]+:)[\\w.-]+:(?<goal>[\\w-]+)(?: \\([\\w-]+\\))?(?: on project (?<project>[\\w.-]+))?.*");
    private static final Pattern MAKE =
            Pattern.compile("^g?make(?:\\[\\d+\\])?: \\*\\*\\* \\[(?:[^\\s:]+:\\d+: )?(?<step>[^\\]]+)\\].*");

    private Steps() {}

    /** The innermost step that a log says has failed. */
    static Optional<String> failing(List<String> lines) {
        for (String line : lines) {
            Matcher maven = MAVEN.matcher(line);
            if (maven.matches()) {
                String project = maven.group("project");
                return Optional.of(
                        maven.group("step") + maven.group("goal") + (project == null ? "" : " on project " + project));
            }
            Matcher make = MAKE.matcher(line);
            if (make.matches()) {
                return Optional.of("make: " + make.group("step"));
            }
        }
        return Optional.empty();
    }
}
