package io.jenkins.plugins.openfactory.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TraceGateTest {
    private static final String HEAD = "a".repeat(40);

    private final ObjectNode trace = Json.object().put("headSha", HEAD);
    private final ArrayNode tests =
            trace.putArray("criteria").addObject().put("id", "AC-1").putArray("tests");

    private ObjectNode test(boolean failToPass, String before, String after) {
        ObjectNode test = tests.addObject().put("ticket", "0001").put("failToPass", failToPass);
        test.putArray("argv").add("make").add("test");
        run(test, "before", before);
        run(test, "after", after);
        test.putNull("merged").put("passed", after.equals("exit code 0"));
        return test;
    }

    private static void run(ObjectNode test, String when, String result) {
        if (result.isEmpty()) {
            test.putNull(when);
        } else {
            test.putObject(when).put("result", result).put("passed", result.equals("exit code 0"));
        }
    }

    private String status(boolean approved) {
        return TraceGate.status(trace.at("/criteria/0"), approved);
    }

    @ParameterizedTest
    @CsvSource(
            emptyValue = "",
            value = {
                "true, 'exit code 1', 'exit code 0', proven",
                "true, 'exit code 127', 'exit code 0', proven",
                "true, 'exit code 0', 'exit code 0', unproven",
                "true, '', 'exit code 0', unproven",
                "true, 'killed (wall clock)', 'exit code 0', unproven",
                "true, 'denied (OPTION)', 'exit code 0', unproven",
                "true, 'exit code 1', 'exit code 1', unproven",
                "true, 'exit code 1', '', unproven",
                "false, '', 'exit code 0', kept",
                "false, '', 'exit code 2', unproven",
                "false, '', 'killed (memory)', unproven",
            })
    void shouldBelieveATestThatDidWhatItsTicketDeclares(
            boolean failToPass, String before, String after, String status) {
        test(failToPass, before, after);

        assertThat(status(false)).isEqualTo(status);
        assertThat(status(true)).isEqualTo(status.equals("unproven") ? "approved" : status);
        assertThat(TraceGate.violations(trace).isEmpty()).isEqualTo(!status.equals("unproven"));
    }

    @Test
    void shouldNotLetAGoodTestOutweighABadOne() {
        test(true, "exit code 1", "exit code 0");
        test(false, "", "exit code 1");

        assertThat(status(false)).isEqualTo("unproven");
        assertThat(TraceGate.violations(trace))
                .containsExactly("Criterion AC-1 is not shown: the test 'make test' of ticket 0001 ended with exit code"
                        + " 1 with the change, and nobody approved it.");
    }

    @Test
    void shouldTakeTheRunAfterTheMergeWhereThereIsOne() {
        ObjectNode test = test(true, "exit code 1", "exit code 0");
        run(test, "merged", "exit code 1");

        assertThat(status(false)).isEqualTo("unproven");
    }

    @Test
    void shouldNameACriterionWithoutATest() {
        assertThat(TraceGate.violations(trace))
                .containsExactly("Criterion AC-1 is not shown: it has no test, and nobody approved it.");
    }

    @Test
    void shouldAcceptAnApprovalOfExactlyThisHeadOnly() {
        trace.putObject("approval").put("boundTo", "b".repeat(40));
        assertThat(TraceGate.violations(trace)).hasSize(1);

        trace.putObject("approval").put("boundTo", HEAD);
        assertThat(TraceGate.violations(trace)).isEmpty();
    }

    @Test
    void shouldNameEveryPlaceThatIsNobodys() {
        test(true, "exit code 1", "exit code 0");
        ArrayNode files = trace.putArray("changes");
        ObjectNode whole = files.addObject().put("path", "logo.png").put("nobodys", true);
        whole.putArray("tickets");
        whole.putArray("hunks");
        ObjectNode mixed = files.addObject().put("path", "A.java").put("nobodys", true);
        mixed.putArray("tickets").add("0001").add("0002");
        mixed.putArray("contract").add("0001");
        ArrayNode hunks = mixed.putArray("hunks");
        hunks.addObject()
                .put("newStart", 3)
                .put("nobodys", false)
                .putArray("tickets")
                .add("0001");
        hunks.addObject().put("newStart", 9).put("nobodys", false).putArray("tickets");
        hunks.addObject()
                .put("newStart", 12)
                .put("nobodys", true)
                .putArray("tickets")
                .add("0001");

        assertThat(TraceGate.violations(trace))
                .containsExactly(
                        "The change of logo.png belongs to no ticket.",
                        "The change of A.java by ticket 0002 is outside its contract.",
                        "The hunk at line 9 of A.java belongs to no ticket.",
                        "The hunk at line 12 of A.java belongs to no ticket.");
    }
}
