package io.jenkins.plugins.openfactory.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever is printed: no exception, never over budget, the line that failed always there. */
class DiagnosisPropertyTest {
    private static final List<String> FIXTURES = List.of(
            "mvn-test.log",
            "mvn-compile.log",
            "javac.log",
            "java-crash.log",
            "gradle.log",
            "pytest.log",
            "unittest.log",
            "python-crash.log",
            "jest.log",
            "vitest.log",
            "mocha.log",
            "node-tap.log",
            "node-spec.log",
            "go-test-v.log",
            "go-panic.log",
            "cargo-test.log",
            "cargo-build.log",
            "rust-panic.log",
            "dotnet-test.log",
            "rspec.log",
            "minitest.log",
            "gtest.log",
            "make-gcc.log",
            "tsc-pretty.log",
            "eslint.log",
            "asan.log",
            "github-actions.log",
            "buildkit.log");

    @Provide
    Arbitrary<String> failures() {
        return Arbitraries.of(
                "src/app/main.c:42:7: error: expected ';' before '}' token",
                "/home/dev/shop/src/Cart.java:17: error: cannot find symbol",
                "[ERROR] /home/dev/shop/src/Cart.java:[22,30] cannot find symbol",
                "src/a.ts(3,9): error TS2304: Cannot find name 'Foo'.",
                "ERROR: relation \"prices\" does not exist",
                "FAILED: the database refused the connection",
                "fatal: unable to access the remote",
                "bash: line 3: frobnicate: command not found",
                "java.lang.OutOfMemoryError: Java heap space",
                "Segmentation fault (core dumped)",
                "npm error Missing script: \"tset\"",
                "panic: runtime error: index out of range [3] with length 3",
                "AssertionError: 2 != 3",
                "not ok 3 - sums up",
                "make: *** [Makefile:7: test] Error 1",
                "e: file:///home/dev/app/Cart.kt:12:16 Unresolved reference: totl",
                "./cart.go:8:2: undefined: totl");
    }

    @Provide
    Arbitrary<String> noise() {
        return Arbitraries.of(
                "[INFO] building module core",
                "  ok  everything is fine",
                "Downloaded https://repo.example/a.jar (12 kB at 1 MB/s)",
                "\tat java.base/java.lang.Thread.run(Thread.java:833)",
                "✓ renders the page (3 ms)",
                "warning: unused variable 'x'",
                "",
                "======================================================",
                "test result: ok. 3 passed; 0 failed; 0 ignored",
                "\u001b[32mPASS\u001b[0m src/a.test.js",
                " 42%\r 99%\r100%");
    }

    @Property(tries = 300)
    void shouldAlwaysKeepTheLineThatFailed(
            @ForAll("failures") String failure,
            @ForAll("noise") String before,
            @ForAll("noise") String after,
            @ForAll @IntRange(max = 3_000) int linesBefore,
            @ForAll @IntRange(max = 3_000) int linesAfter,
            @ForAll @IntRange(min = 60, max = 2_000) int tokens) {
        String log = (before + "\n").repeat(linesBefore) + failure + "\n" + (after + "\n").repeat(linesAfter);

        Evidence evidence = DiagnosisFixtures.ofLog(log, tokens);

        assertThat(evidence.text()).contains(failure);
        assertThat(evidence.text().length()).isLessThanOrEqualTo(4 * tokens);
    }

    @Property(tries = 400)
    void shouldTakeAnyDamagedLog(@ForAll long seed, @ForAll @IntRange(max = 800) int tokens) {
        Random random = new Random(seed);
        String log = damaged(random, DiagnosisFixtures.text(FIXTURES.get(random.nextInt(FIXTURES.size()))));
        String green = damaged(random, log);
        ReportFile report = new ReportFile(
                "r.xml", damaged(random, DiagnosisFixtures.text("surefire.xml")).getBytes(StandardCharsets.UTF_8));

        Evidence evidence = FailureEvidence.extract(
                List.of(new LogSource("stdout", log), new LogSource("stderr", damaged(random, log))),
                random.nextBoolean() ? Optional.of(green) : Optional.empty(),
                List.of(report),
                tokens);

        assertThat(evidence.text().length()).isLessThanOrEqualTo(4 * tokens);
        assertThat(evidence.failingTests()).doesNotHaveDuplicates();
    }

    @Property(tries = 300)
    void shouldTakeAnyText(
            @ForAll String log, @ForAll String green, @ForAll byte[] xml, @ForAll @IntRange(max = 100) int tokens) {
        Evidence evidence = FailureEvidence.extract(
                List.of(new LogSource("log", log)), Optional.of(green), List.of(new ReportFile("r.xml", xml)), tokens);

        assertThat(evidence.text().length()).isLessThanOrEqualTo(4 * tokens);
    }

    /** Cuts out, doubles and swaps stretches of a text. */
    private static String damaged(Random random, String text) {
        StringBuilder damaged = new StringBuilder(text);
        for (int i = random.nextInt(6); i > 0 && damaged.length() > 2; i--) {
            int from = random.nextInt(damaged.length() - 1);
            int to = from + 1 + random.nextInt(Math.min(200, damaged.length() - from));
            String stretch = damaged.substring(from, to);
            damaged.delete(from, to);
            if (random.nextBoolean()) {
                damaged.insert(random.nextInt(damaged.length() + 1), stretch + (random.nextBoolean() ? "\n" : stretch));
            }
        }
        return damaged.toString();
    }
}
