package io.jenkins.plugins.openfactory.engine.work;

import io.jenkins.plugins.openfactory.edit.EditScope;
import io.jenkins.plugins.openfactory.edit.TestTampering;
import io.jenkins.plugins.openfactory.engine.StageContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps tests from being removed, skipped or loosened between two commits. */
public final class TestGuard {
    private TestGuard() {}

    /** What weakens tests, a line each; empty if nothing does, or only what is allowed. */
    public static Optional<String> weakened(StageContext context, String from, String to, List<String> allowedGlobs) {
        EditScope allowed = new EditScope(allowedGlobs.stream()
                .map(glob -> EditScope.Rule.of(glob, Set.of(EditScope.Kind.values())))
                .toList());
        String found = new TestTampering()
                .inspect(context.doors().git().tree(from), TreeChanges.between(context, from, to)).stream()
                        .filter(finding -> !allowed.allows(EditScope.Kind.MODIFY, finding.path()))
                        .map(finding -> finding.path() + ":" + finding.line() + ": " + finding.message())
                        .collect(Collectors.joining("\n"));
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    /** Whether a path is a test's by the conventions of its language. */
    public static boolean isTestFile(String path) {
        return TestFiles.isTest(path);
    }
}
