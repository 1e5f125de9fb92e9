package io.jenkins.plugins.openfactory.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisSignatureTest {
    private static String signature(String log) {
        return DiagnosisFixtures.ofLog(log, 400).signature();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mvn-test.log | CartTest.java:13 | CartTest.java:44",
                "mvn-test.log | Time elapsed: 0.004 s | Time elapsed: 1.734 s",
                "mvn-compile.log | [22,30] | [25,31]",
                "pytest.log | 0x7f373d7b4090 | 0x7fe6ffa94e50",
                "pytest.log | /tmp/pytest-of-root/pytest-0/db | /tmp/pytest-of-root/pytest-17/db",
                "pytest.log | test_plain.py:4: | test_plain.py:99:",
                "make-gcc.log | main.c:5:20: | main.c:7:2:",
                "node-tap.log | duration_ms: 1.659705 | duration_ms: 3.2",
                "go-test.log | cart_test.go:12: | cart_test.go:112:",
                "go-panic.log | goroutine 19 | goroutine 21",
                "cargo-test.log | (26494) | (114)",
                "asan.log | ==26342== | ==1==",
                "asan.log | 0x556d97e5e1a4 | 0x55efeab00000",
                "cargo-build.log | src/lib.rs:2:40 | src/lib.rs:9:1",
                "tsc.log | (1,40) | (11,4)",
                "eslint.log | 1:1  error | 4:9  error",
                "github-actions.log | 2026-11-20T09:14:05 | 2027-01-02T10:00:00"
            })
    void shouldIgnoreWhatDiffersFromRunToRun(String fixture, String before, String after) {
        String log = DiagnosisFixtures.text(fixture);

        assertThat(log).contains(before);
        assertThat(signature(log.replace(before, after))).isEqualTo(signature(log));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mvn-test.log | expected: <3> but was: <2> | expected: <3> but was: <1>",
                "mvn-compile.log | class Missing | class Other",
                "pytest.log | square is wrong | square is odd",
                "make-gcc.log | ‘undeclared’ undeclared | ‘other’ undeclared",
                "go-test.log | TestTotal | TestSum",
                "plain.log | licence server | proxy server"
            })
    void shouldTellOtherFailuresApart(String fixture, String before, String after) {
        String log = DiagnosisFixtures.text(fixture);

        assertThat(log).contains(before);
        assertThat(signature(log.replace(before, after))).isNotEqualTo(signature(log));
    }

    @Test
    void shouldNotDependOnTheOrderOfTests() {
        String one = "--- FAIL: TestA (0.00s)\n    a_test.go:1: bad\n";
        String other = "--- FAIL: TestB (0.00s)\n    b_test.go:1: worse\n";
        String end = "FAIL\nFAIL\texample.com/a\t0.01s\n";

        assertThat(signature(one + other + end)).isEqualTo(signature(other + one + end));
    }

    @Test
    void shouldNotDependOnWhichStreamSaidIt() {
        String log = DiagnosisFixtures.text("make-gcc.log");
        Evidence split = FailureEvidence.extract(
                List.of(new LogSource("stdout", ""), new LogSource("stderr", log)), Optional.empty(), List.of(), 400);

        assertThat(split.signature()).isEqualTo(signature(log));
    }
}
