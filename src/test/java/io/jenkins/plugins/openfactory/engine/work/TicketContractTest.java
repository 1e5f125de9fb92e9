package io.jenkins.plugins.openfactory.engine.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.edit.EditScope;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TicketContractTest {
    private static TicketContract mayModify(String... globs) {
        return new TicketContract(
                Set.of("make"),
                Duration.ofMinutes(1),
                new EditScope(Stream.of(globs)
                        .map(glob -> EditScope.Rule.of(glob, Set.of(EditScope.Kind.MODIFY)))
                        .toList()));
    }

    @Test
    void shouldFreezeEveryTrackedFileThatTheTicketDoesNotDeclare() {
        assertThat(mayModify("src/main/**").frozen(List.of("Makefile", "src/main/A.java", "src/test/ATest.java")))
                .containsExactly("Makefile", "src/test/ATest.java");
    }

    @Test
    void shouldFreezeWhatSteersBuildsAndTestsFirst() {
        List<String> tracked = Stream.concat(
                        IntStream.range(0, 500).mapToObj(i -> "data/" + i + ".txt"),
                        Stream.of("tests/test_a.py", "core/pom.xml", "package.json", "scripts/build.sh"))
                .toList();

        Set<String> frozen = mayModify("none").frozen(tracked);

        assertThat(frozen).hasSize(TicketContract.MOST_FROZEN);
        assertThat(frozen).startsWith("core/pom.xml", "package.json", "scripts/build.sh", "tests/test_a.py");
    }

    @Test
    void shouldFreezeAFileThatTheTicketMayOnlyCreate() {
        TicketContract contract = new TicketContract(
                Set.of(),
                Duration.ofMinutes(1),
                new EditScope(List.of(EditScope.Rule.of("**", Set.of(EditScope.Kind.CREATE)))));

        assertThat(contract.frozen(List.of("a.txt"))).containsExactly("a.txt");
    }
}
