package io.jenkins.plugins.openfactory.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DiagnosisFailureEvidenceTest {
    private static Evidence of(String log) {
        return FailureEvidence.extract(List.of(new LogSource("stdout", log)), Optional.empty(), List.of(), 500);
    }

    @Test
    void shouldNameTheFailingTestOfAReport() {
        String xml =
                "<testsuite><testcase classname='a.B' name='c'><failure message='expected 1' type='x.E'>x.E: expected 1\n"
                        + "\tat org.junit.Assert.fail(Assert.java:1)\n\tat a.B.c(B.java:7)</failure></testcase></testsuite>";

        Evidence evidence = FailureEvidence.extract(
                List.of(),
                Optional.empty(),
                List.of(new ReportFile("TEST-a.B.xml", xml.getBytes(StandardCharsets.UTF_8))),
                500);

        assertThat(evidence.failingTests()).containsExactly("a.B#c");
        assertThat(evidence.text()).contains("expected 1").contains("B.java:7").doesNotContain("Assert.java");
    }

    @Test
    void shouldNameTheFailingStepAndKeepTheCompilersLine() {
        Evidence evidence = of("gcc -c a.c\na.c:3:5: error: 'x' undeclared\n    3 |     x;\n      |     ^\n"
                + "make: *** [Makefile:2: a.o] Error 1\n");

        assertThat(evidence.failingStep()).contains("make: a.o");
        assertThat(evidence.text()).contains("a.c:3:5: error: 'x' undeclared");
        assertThat(evidence.signature())
                .isEqualTo(of("a.c:9:5: error: 'x' undeclared\n").signature());
    }
}
