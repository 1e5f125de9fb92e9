package io.jenkins.plugins.openfactory.engine.work;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which paths are tests', by the conventions of build tools and test runners. */
final class TestFiles {
    private static final Set<String> FOLDERS = Set.of(
            "test", "tests", "testing", "__tests__", "spec", "specs", "testdata", "test-data", "fixtures", "it", "e2e");
    private static final Pattern NAME =
            Pattern.compile("(?:.*(?:Test|Tests|TestCase|IT|Spec)\\.(?:java|kt|kts|groovy|scala|cs|swift))"
                    + "|(?:test_.*|.*_test|conftest)\\.py"
                    + "|.*_test\\.(?:go|cc|cpp|c|rb|exs|dart)"
                    + "|.*[.-](?:test|spec)\\.(?:[cm]?[jt]sx?|vue)"
                    + "|.*_spec\\.rb");

    private TestFiles() {}

    static boolean isTest(String path) {
        List<String> names = Arrays.asList(path.split("/"));
        return names.subList(0, names.size() - 1).stream()
                        .anyMatch(folder -> FOLDERS.contains(folder.toLowerCase(Locale.ROOT)))
                || NAME.matcher(names.get(names.size() - 1)).matches();
    }
}
