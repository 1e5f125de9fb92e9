package io.jenkins.plugins.openfactory.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyExplanationTest {
    private static final CommandPolicy SHIPPED = CommandPolicy.shipped();

    @Test
    void shouldNameTheRuleThatAllows() {
        PolicyExplanation said = PolicyExplanation.of(SHIPPED, List.of("grep", "-rn", "foo", "src"));

        assertThat(said.allowed()).isTrue();
        assertThat(said.text()).isEqualTo("allowed by rule grep\n  Searches text in files. (kind read)");
        assertThat(said.json().get("rule").asText()).isEqualTo("grep");
    }

    @Test
    void shouldNameTheNearestRuleAndTheFirstDifference() {
        PolicyExplanation said = PolicyExplanation.of(SHIPPED, List.of("find", ".", "-exec", "id", ";"));

        assertThat(said.allowed()).isFalse();
        assertThat(said.text())
                .startsWith(
                        "denied: OPTION\n  nearest rule: find\n  first difference: argument 2, '-exec'\n  option '-exec'")
                .contains("allowed are -");
        assertThat(PolicyExplanation.of(SHIPPED, List.of("grep")).text()).contains("the end of the list");
        assertThat(PolicyExplanation.of(SHIPPED, List.of()).text()).contains("NO_RULE");
    }

    @Test
    void shouldCountTheLinesOfAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("lines"),
                "# seen in a run\nls -la\n\ngrep -n 'a b' \"c d\"\n[\"cat\", \"x y\"]\nbash -c 'id; id'\nmake test && id\n");

        PolicyStats stats = PolicyStats.of(SHIPPED, file);

        assertThat(stats.lines()).isEqualTo(5);
        assertThat(stats.allowed()).isEqualTo(3);
        assertThat(stats.share()).isEqualTo(0.6);
        assertThat(stats.deniedByCode()).containsEntry("WRAPPER", 1).containsEntry("OPERAND", 1);
        assertThat(stats.denied()).extracting(PolicyStats.Line::number).containsExactly(6, 7);
        assertThat(stats.text()).startsWith("3 of 5 lines are allowed (60.0 %)");
        assertThat(stats.json().get("share").asDouble()).isEqualTo(0.6);
    }

    @Test
    void shouldReadWordsWithoutExpandingThem() {
        assertThat(ArgvLine.parse("a 'b c' \"d 'e\" f\\ g $x *.c '' \\\"h"))
                .containsExactly("a", "b c", "d 'e", "f g", "$x", "*.c", "", "\"h");
        assertThatThrownBy(() -> ArgvLine.parse("a 'b"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("does not close");
        assertThatThrownBy(() -> ArgvLine.parse("[1]")).isInstanceOf(UserError.class);
    }
}
