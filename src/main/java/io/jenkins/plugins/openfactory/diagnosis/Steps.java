package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names the build step that failed, from the outermost tool to the innermost. Stateless. */
final class Steps {
    private static final Pattern GITHUB_GROUP = Pattern.compile("^##\\[group\\]Run (?<step>.+)$");
    private static final Pattern SHELL = Pattern.compile("^\\++ (?<step>[\\w./'\"$\\[-].*)$");
    private static final Pattern DOCKER = Pattern.compile(
            "^(?:#\\d+ )?ERROR: (?:failed to solve: )?process \"(?<step>.+)\" did not complete successfully.*");
    private static final Pattern MAKE = Pattern.compile(
            "^(?:g|mingw32-)?make(?:\\[(?<level>\\d+)\\])?: \\*\\*\\* (?:\\[(?:[^\\s:\\]]+:\\d+: )?(?<step>[^\\]]+)\\].*|No rule to make target ['`](?<missing>[^']+)'.*)");
    private static final Pattern NINJA = Pattern.compile("^FAILED: (?:\\[code=\\d+\\] )?(?<step>\\S.*)$");
    private static final Pattern NPM = Pattern.compile("^> (?<package>@?[\\w./-]+)@\\S+ (?<step>[\\w:.-]+)(?: \\S*)?$");
    private static final Pattern NPM_ERROR = Pattern.compile(
            "^npm (?:ERR!|error) (?:Lifecycle script `(?<step>[^`]+)` failed.*|Missing script: \"(?<missing>[^\"]+)\".*)");
    private static final Pattern GRADLE = Pattern.compile(
            "^(?:> Task (?<task>:\\S+) FAILED|(?:Execution failed for|Could not determine the dependencies of) task '(?<step>:[^']+)'.*)$");
    private static final Pattern MAVEN = Pattern.compile(
            "^\\[ERROR\\] Failed to execute goal (?:[\\w.-]+:)?(?<step>[\\w-]+):[\\w.-]+:(?<goal>[\\w-]+)(?: \\((?<id>[\\w-]+)\\))?(?: on project (?<project>[\\w.-]+))?.*");
    private static final Pattern CARGO = Pattern.compile(
            "^error: (?:could not compile `(?<crate>[^`]+)`.*|test failed, to rerun pass `(?<args>[^`]+)`|(?<fmt>aborting due to .*))$");
    private static final Pattern TOX = Pattern.compile("^\\s{2,}(?<step>[\\w.-]+): (?:FAIL|commands failed).*");

    private Steps() {}

    /** The failed step; empty where no tool says which. */
    static Optional<String> failing(List<String> lines) {
        Set<String> chain = new LinkedHashSet<>();
        if (lines.stream().anyMatch(line -> line.startsWith("##[error]"))) {
            lastBefore(lines, GITHUB_GROUP, "##[error]").ifPresent(step -> chain.add("step: " + step));
        }
        first(lines, DOCKER, matcher -> "docker: " + matcher.group("step")).ifPresent(chain::add);
        makeChain(lines).ifPresent(chain::add);
        first(lines, NINJA, matcher -> "ninja: " + matcher.group("step")).ifPresent(chain::add);
        first(lines, NPM_ERROR, Steps::npmError)
                .or(() -> last(lines, NPM, matcher -> "npm: " + matcher.group("step")))
                .ifPresent(chain::add);
        first(
                        lines,
                        GRADLE,
                        matcher -> "gradle: "
                                + (matcher.group("task") == null ? matcher.group("step") : matcher.group("task")))
                .ifPresent(chain::add);
        first(lines, MAVEN, Steps::maven).ifPresent(chain::add);
        first(lines, CARGO, Steps::cargo).ifPresent(chain::add);
        first(lines, TOX, matcher -> "tox: " + matcher.group("step")).ifPresent(chain::add);
        if (chain.isEmpty() && isTraced(lines)) {
            last(lines, SHELL, matcher -> "command: " + LogCleaner.shortened(matcher.group("step"), 200))
                    .ifPresent(chain::add);
        }
        return chain.isEmpty() ? Optional.empty() : Optional.of(LogCleaner.shortened(String.join(" > ", chain), 400));
    }

    /** Whether lines that begin with a plus are commands that a shell traced, not the new side of a difference. */
    private static boolean isTraced(List<String> lines) {
        int said = Lines.first(lines, line -> !line.isBlank());
        int pipeline = Lines.first(lines, line -> line.startsWith("[Pipeline] sh"));
        int first = Lines.first(lines, line -> line.startsWith("+ "));
        return first >= 0
                && (first == said || pipeline >= 0 && first == pipeline + 1)
                && lines.stream().noneMatch(line -> line.startsWith("- "));
    }

    private static String npmError(Matcher matcher) {
        String missing = matcher.group("missing");
        return missing == null ? "npm: " + matcher.group("step") : "npm: missing script " + missing;
    }

    private static String maven(Matcher matcher) {
        String id = matcher.group("id");
        String project = matcher.group("project");
        return "maven: " + matcher.group("step") + ":" + matcher.group("goal") + (id == null ? "" : " (" + id + ")")
                + (project == null ? "" : " on project " + project);
    }

    private static String cargo(Matcher matcher) {
        String crate = matcher.group("crate");
        String args = matcher.group("args");
        return crate != null ? "cargo: compile " + crate : args != null ? "cargo: test " + args : "cargo: compile";
    }

    /** Targets of nested makes, outermost first. */
    private static Optional<String> makeChain(List<String> lines) {
        TreeMap<Integer, String> byLevel = new TreeMap<>();
        for (String line : lines) {
            Matcher matcher = line.contains("ake") && line.contains(": *** ") ? MAKE.matcher(line) : null;
            if (matcher != null && matcher.matches()) {
                int level = matcher.group("level") == null
                        ? 0
                        : Integer.parseInt(LogCleaner.head(matcher.group("level"), 6));
                String step = matcher.group("step");
                byLevel.putIfAbsent(level, step == null ? matcher.group("missing") : step);
            }
        }
        List<String> targets = new ArrayList<>(new LinkedHashSet<>(byLevel.values()));
        return targets.isEmpty() ? Optional.empty() : Optional.of("make: " + String.join(" > ", targets));
    }

    private static Optional<String> first(List<String> lines, Pattern pattern, Function<Matcher, String> name) {
        for (String line : lines) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.matches()) {
                return Optional.of(name.apply(matcher));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> last(List<String> lines, Pattern pattern, Function<Matcher, String> name) {
        for (int at = lines.size() - 1; at >= 0; at--) {
            Matcher matcher = pattern.matcher(lines.get(at));
            if (matcher.matches()) {
                return Optional.of(name.apply(matcher));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> lastBefore(List<String> lines, Pattern pattern, String end) {
        Optional<String> found = Optional.empty();
        for (String line : lines) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.matches()) {
                found = Optional.of(LogCleaner.shortened(matcher.group("step"), 200));
            } else if (line.startsWith(end) && found.isPresent()) {
                return found;
            }
        }
        return found;
    }
}
