package io.jenkins.plugins.openfactory.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.json.Json;
import org.junit.jupiter.api.Test;

class SpecMarkdownTest {
    private static Spec with(String statement) {
        return Spec.of(Json.read("""
                {"title": "Totals", "summary": "Prints totals.", "scope": ["totals"], "nonGoals": [], "assumptions": [],
                 "acceptanceCriteria": [{"id": "AC-1", "statement": %s, "verification": "A test runs it."}],
                 "constraints": [], "risks": []}
                """.formatted(Json.write(Json.object().textNode(statement)))));
    }

    @Test
    void shouldKeepAStatementOfOneLineAndItsTestOnOneLine() {
        assertThat(SpecMarkdown.forModel(with("It prints 3.")))
                .contains("\n- AC-1: It prints 3. Verified by: A test runs it.\n");
    }

    /** Exact lines must not seem to go on with what only says how they are tested. */
    @Test
    void shouldPutNothingBehindExactLines() {
        for (String statement : new String[] {"It prints\n1 a\n2 b", "It prints\n1 a\n2 b\n"}) {
            assertThat(SpecMarkdown.forModel(with(statement)))
                    .contains("\n- AC-1: It prints\n  1 a\n  2 b\n  Verified by: A test runs it.\n");
        }
    }
}
