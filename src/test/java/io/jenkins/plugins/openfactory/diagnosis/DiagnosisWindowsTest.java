package io.jenkins.plugins.openfactory.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiagnosisWindowsTest {
    private static String noise(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "[INFO] module " + i + " took " + i % 7 + "." + i % 10 + " s, 0 errors")
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static Evidence evidence(String log, String green, int tokens) {
        return FailureEvidence.extract(List.of(new LogSource("stdout", log)), Optional.of(green), List.of(), tokens);
    }

    @Test
    void shouldShowWhatIsNewAgainstTheGreenLog() {
        String green = noise(0, 2_000);
        String log = noise(0, 900) + "the frobnicator went quietly wrong\n" + noise(900, 2_000);

        Evidence evidence = evidence(log, green, 120);

        assertThat(evidence.text())
                .contains("the frobnicator went quietly wrong")
                .contains("new since the last green log");
    }

    @Test
    void shouldNotTakeTimingsForNews() {
        String green = "started pid 11 at 2026-01-01T10:00:00Z\nlinked in 12 ms\n";
        String log = "started pid 99 at 2026-02-02T11:11:11Z\nlinked in 3.4 s\nquietly wrong\n";

        assertThat(evidence(log, green, 200).text())
                .containsOnlyOnce("quietly wrong")
                .contains("stdout line 3");
    }

    @Test
    void shouldIgnoreAGreenLogOfSomethingElse() {
        String log = noise(0, 500).replace("module", "part") + "ERROR: out of cheese\n";

        assertThat(evidence(log, "hello\n", 100).text())
                .contains("ERROR: out of cheese")
                .doesNotContain("new since");
    }

    @Test
    void shouldFindAnErrorInTheMiddleOfALongLog() {
        String log = noise(0, 3_000) + "E: could not open lock file\n" + noise(3_000, 6_000);

        assertThat(DiagnosisFixtures.ofLog(log, 100).text()).contains("E: could not open lock file");
    }

    @Test
    void shouldPutPlainFailuresBeforeWarnings() {
        String log = "warning: the missing thing is deprecated\n".repeat(50) + "fatal: repository not found\n";

        Evidence evidence = DiagnosisFixtures.ofLog(log, 60);

        assertThat(evidence.text()).contains("fatal: repository not found");
    }

    @Test
    void shouldShowHeadAndTailWhereNothingSoundsLikeAFailure() {
        String log = IntStream.range(0, 500).mapToObj(i -> "line number " + i).collect(Collectors.joining("\n"));

        assertThat(DiagnosisFixtures.ofLog(log, 300).text())
                .contains("line number 0\n", "line number 499\n")
                .doesNotContain("line number 250\n");
    }

    @Test
    void shouldReadGosEventsHoweverManyTestsRunAtOnce() {
        String events = event("run", "TestSum", "")
                + event("run", "TestLoad", "")
                + event("output", "TestSum", "=== RUN   TestSum\\n")
                + event("output", "TestLoad", "=== RUN   TestLoad\\n")
                + event("output", "TestSum", "    cart_test.go:9: sum is 2, want 3\\n")
                + event("output", "TestLoad", "    cart_test.go:21: no such cart\\n")
                + "a line of the program itself\n"
                + event("output", "TestSum", "--- FAIL: TestSum (0.00s)\\n")
                + event("output", "TestLoad", "--- FAIL: TestLoad (0.01s)\\n")
                + event("fail", "TestSum", "")
                + event("fail", "TestLoad", "")
                + "{\"Action\":\"output\",\"Package\":\"example.com/cart\",\"Output\":\"FAIL\\texample.com/cart\\t0.1s\\n\"}\n"
                + "{\"Action\":\"fail\",\"Package\":\"example.com/cart\"}\n";

        Evidence evidence = DiagnosisFixtures.ofLog(events, 300);

        assertThat(evidence.failingTests()).containsExactly("example.com/cart#TestSum", "example.com/cart#TestLoad");
        assertThat(evidence.text())
                .contains("#TestSum\n    cart_test.go:9: sum is 2, want 3\n")
                .contains("#TestLoad\n    cart_test.go:21: no such cart\n")
                .doesNotContain("Action");
    }

    private static String event(String action, String test, String output) {
        return "{\"Time\":\"2026-01-01T10:00:00Z\",\"Action\":\"" + action
                + "\",\"Package\":\"example.com/cart\",\"Test\":\"" + test + "\""
                + (output.isEmpty() ? "" : ",\"Output\":\"" + output + "\"") + "}\n";
    }

    @Test
    void shouldReadLintersThatNameARule() {
        String log = noise(0, 400)
                + "shop/cart.py:4:1: F401 'sys' imported but unused\napp/cart.rb:12:3: C: Layout/EmptyLines: Extra blank line\n"
                + "views/cart.haml:33 [W] ImplicitDiv: say it shorter\n" + noise(400, 900);

        assertThat(DiagnosisFixtures.ofLog(log, 200).text())
                .contains("shop/cart.py:4:1: F401", "app/cart.rb:12:3: C: Layout", "views/cart.haml:33 [W]")
                .contains("Compiler findings and crashes: 3");
    }

    @Test
    void shouldShowMoreOfTheEndWhereNoReaderKnowsTheLog() {
        String log = IntStream.range(0, 30)
                .mapToObj(i -> "cart.xyz at " + i + ": too long")
                .collect(Collectors.joining("\n", "1 error\n", "\n"));

        assertThat(DiagnosisFixtures.ofLog(log, 2_000).text()).contains("cart.xyz at 5: ", "cart.xyz at 29: ");
    }

    @Test
    void shouldTellEachLineOnce() {
        String log =
                "==> build\nsrc/A.x:38: warning: old call\nerror: warnings found\n1 error\n1 warning\nFAILED  src does not build\n"
                        + "==> exit code 1 after 3 s\n==> failure: the build ended\n";

        String text = DiagnosisFixtures.ofLog(log, 500).text();

        assertThat(log.lines()).allSatisfy(line -> assertThat(text).containsOnlyOnce(line + "\n"));
    }

    @Test
    void shouldSayNothingOfNothing() {
        assertThat(DiagnosisFixtures.ofLog("", 100).text()).isEmpty();
        assertThat(FailureEvidence.extract(List.of(), Optional.empty(), List.of(), 100)
                        .signature())
                .hasSize(64);
    }

    @Test
    void shouldKeepMavensOwnReasonWithinAFewTokens() {
        String log = """
                [INFO] Scanning for projects...
                [ERROR] Failed to execute goal on project shop: Could not resolve dependencies: artifact org.foo:bar:jar:1.2 is missing -> [Help 1]
                [ERROR]
                [ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
                [ERROR] [Help 1] http://cwiki.apache.org/confluence/display/MAVEN/DependencyResolutionException
                """;

        assertThat(DiagnosisFixtures.ofLog(log, 80).text()).contains("org.foo:bar:jar:1.2 is missing");
    }

    @Test
    void shouldKeepGradlesOwnReasonWithinAFewTokens() {
        String log = """

                FAILURE: Build failed with an exception.

                * What went wrong:
                Execution failed for task ':compileJava'.
                > Could not resolve all files for configuration ':compileClasspath'.
                   > Could not find com.acme:missing:1.0.
                     Searched in the following locations:
                       - https://repo.example.org/com/acme/missing/1.0/missing-1.0.pom

                * Try:
                > Run with --stacktrace option to get the stack trace.

                BUILD FAILED in 1s
                """;

        assertThat(DiagnosisFixtures.ofLog(log, 60).text()).contains("Could not find com.acme:missing:1.0.");
    }
}
