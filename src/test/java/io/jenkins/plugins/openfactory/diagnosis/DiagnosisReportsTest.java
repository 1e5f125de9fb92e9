package io.jenkins.plugins.openfactory.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisReportsTest {
    private static Evidence evidence(String path, String xml) {
        ReportFile report = new ReportFile(path, xml.getBytes(StandardCharsets.UTF_8));
        return FailureEvidence.extract(List.of(), Optional.empty(), List.of(report), 500);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "target/surefire-reports/TEST-a.B.xml | classname='a.B' name='m' | a.B#m",
                "target/surefire-reports/TEST-a.B.xml | classname='a.B' name='m(int)[2]' | a.B#m",
                "target/surefire-reports/TEST-a.B.xml | classname='a.B' name='' | a.B",
                "build/test-results/test/TEST-a.B.xml | classname='a.B' name='m()' | a.B.m",
                "junit.xml | classname='tests.test_a.TestA' name='test_m' file='tests/test_a.py' | tests/test_a.py::TestA::test_m",
                "junit.xml | classname='src/a.test.ts' name='A > b' | src/a.test.ts#A b",
                "junit.xml | classname='A b' name='A b c' file='/workspace/src/a.test.js' | src/a.test.js#A b c",
                "junit.xml | classname='example.com/shop/cart' name='TestA/x' | example.com/shop/cart#TestA/x"
            })
    void shouldNameTestsAsTheirToolSelectsThem(String path, String attributes, String id) {
        String xml = "<testsuite><testcase " + attributes + "><failure message='bad'/></testcase></testsuite>";

        assertThat(evidence(path, xml).failingTests()).containsExactly(id);
        assertThat(evidence(path, xml).text()).contains("bad");
    }

    @Test
    void shouldPassOverTestsThatPassedOrWereSkipped() {
        String xml =
                "<testsuite><testcase classname='a' name='b'/><testcase classname='a' name='c'><skipped/></testcase>"
                        + "<testcase classname='a' name='d'><error type='x.Y'/></testcase></testsuite>";

        assertThat(evidence("r.xml", xml).failingTests()).containsExactly("a#d");
        assertThat(evidence("r.xml", xml).text()).contains("x.Y");
    }

    @Test
    void shouldNotReadExternalEntities(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "the secret");
        String xml = "<!DOCTYPE t [<!ENTITY x SYSTEM '" + secret.toUri() + "'>]>"
                + "<testsuite><testcase classname='a' name='b'><failure>&x;</failure></testcase></testsuite>";

        assertThat(evidence("r.xml", xml).text()).doesNotContain("the secret");
        assertThat(evidence("r.xml", xml).failingTests()).isEmpty();
    }

    @Test
    void shouldRefuseEntitiesThatGrow() {
        StringBuilder xml = new StringBuilder("<!DOCTYPE t [<!ENTITY a0 'ha'>");
        for (int i = 1; i < 40; i++) {
            xml.append("<!ENTITY a")
                    .append(i)
                    .append(" '&a")
                    .append(i - 1)
                    .append(";&a")
                    .append(i - 1)
                    .append(";'>");
        }
        xml.append("]><testsuite><testcase name='b'><failure>&a39;</failure></testcase></testsuite>");

        assertThat(evidence("r.xml", xml.toString()).failingTests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<testsuite><testcase",
                "<a/>",
                "\u0000\u0001",
                "<testsuite><testcase/></testsuite>"
            })
    void shouldPassOverWhatIsNoReport(String content) {
        assertThat(evidence("r.xml", content).failingTests()).isEmpty();
    }

    @Test
    void shouldTellATestOnceThatReportAndLogTell() {
        Evidence evidence = FailureEvidence.extract(
                List.of(new LogSource("stdout", DiagnosisFixtures.text("mvn-test.log"))),
                Optional.empty(),
                List.of(new ReportFile("TEST-com.acme.shop.CartTest.xml", DiagnosisFixtures.bytes("surefire.xml"))),
                600);

        assertThat(evidence.failingTests())
                .containsExactly(
                        "com.acme.shop.CartTest#shouldBeOne",
                        "com.acme.shop.CartTest#shouldSumUp",
                        "com.acme.shop.CartTest#shouldLoad",
                        "com.acme.shop.CartTest$Inner#shouldNest");
    }

    @ParameterizedTest
    @CsvSource({
        "pytest.log, pytest.xml, test_plain.py::test_square[2-3]",
        "vitest.log, vitest.xml, vt/sum.test.mjs#Math is deep",
        "jest-color.log, jest-junit.xml, jest/sum.test.js#Math is deep",
        "node-tap.log, node-junit.xml, /home/dev/js/test/sum.test.js#Math is deep"
    })
    void shouldPreferTheMoreTellingId(String log, String report, String id) {
        Evidence evidence = FailureEvidence.extract(
                List.of(new LogSource("stdout", DiagnosisFixtures.text(log))),
                Optional.empty(),
                List.of(new ReportFile(report, DiagnosisFixtures.bytes(report))),
                600);

        assertThat(evidence.failingTests())
                .contains(id)
                .hasSameSizeAs(DiagnosisFixtures.evidence(log, 600).failingTests());
    }

    @Test
    void shouldPutTheReportBeforeTheCompiler() {
        Evidence evidence = FailureEvidence.extract(
                List.of(new LogSource("stdout", DiagnosisFixtures.text("make-gcc.log"))),
                Optional.empty(),
                List.of(new ReportFile("r.xml", DiagnosisFixtures.bytes("surefire.xml"))),
                600);

        assertThat(evidence.text().indexOf("sum of two"))
                .isBetween(0, evidence.text().indexOf("main.c:5:20: error"));
    }
}
