package io.jenkins.plugins.openfactory.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jenkins.plugins.openfactory.edit.EditScope.Kind;
import io.jenkins.plugins.openfactory.edit.EditScope.Rule;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EditScopeTest {
    private static final byte[] NOTHING = {};

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "src/**|src/a.py|true",
                "src/**|src/x/y/a.py|true",
                "src/**|src|false",
                "src/**|srcs/a.py|false",
                "src/|src/x/a.py|true",
                "/src/*.py|src/a.py|true",
                "src/*.py|src/x/a.py|false",
                "src/**/*.py|src/a.py|true",
                "src/**/*.py|src/x/y/a.py|true",
                "**/*.py|a.py|true",
                "**/*Test.java|src/test/java/ATest.java|true",
                "**|any/thing|true",
                "*|any/thing|false",
                "*.md|README.md|true",
                "*.md|docs/README.md|false",
                "pom.xml|module/pom.xml|false",
                "a?.txt|ab.txt|true",
                "a?.txt|a/.txt|false",
                "[ab].txt|b.txt|true",
                "[!ab].txt|b.txt|false",
                "[!ab].txt|c.txt|true",
                "a[!b]c|a/c|false",
                "src/{main,test}/**|src/test/x|true",
                "src/{main,test}/**|src/it/x|false",
                "a.b|axb|false",
                "x/a**b|x/a1/b|false",
                "docs/\\*.md|docs/*.md|true",
                "Src/**|src/a|false",
                "a+(b).txt|a+(b).txt|true",
            })
    void shouldMatchGlobs(String glob, String path, boolean fits) {
        assertThat(Glob.of(glob).matches(path)).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "!src/**", "src/[ab", "src/{a,b"})
    void shouldRefuseAGlobThatIsNone(String glob) {
        assertThatIllegalArgumentException().isThrownBy(() -> Glob.of(glob)).withMessageContaining("glob");
    }

    @Test
    void shouldNameWhatIsOutsideAndWhatIsAllowed() {
        EditScope scope = new EditScope(
                List.of(Rule.of("src/**", Set.of(Kind.MODIFY, Kind.CREATE)), Rule.of("old/**", Set.of(Kind.DELETE))));
        List<FileChange> changes = List.of(
                new FileChange.Create("src/a", NOTHING, false),
                new FileChange.Modify("src/b", NOTHING),
                new FileChange.Delete("src/c"),
                new FileChange.Delete("old/c"),
                new FileChange.Rename("old/d", "src/d", NOTHING),
                new FileChange.Rename("src/e", "old/e", NOTHING),
                new FileChange.Create("Makefile", NOTHING, false));

        assertThat(scope.outside(changes))
                .extracting(EditOutcome.Problem::path)
                .containsExactly("src/c", "src/e", "old/e", "Makefile");
        assertThat(scope.outside(changes)).allSatisfy(problem -> {
            assertThat(problem.code()).isEqualTo("outside_ticket");
            assertThat(problem.message()).contains("create or modify src/**, delete old/**");
        });
    }

    @Test
    void shouldRefuseAnOutcomeThatGoesOutside() {
        EditScope scope = new EditScope(List.of(Rule.of("src/**", Set.of(Kind.CREATE))));
        EditOutcome inside = new EditEngine().apply("src/a.txt\n```\nx\n```\n", MapTree.of());
        EditOutcome outside = new EditEngine().apply("lib/a.txt\n```\nx\n```\n", MapTree.of());

        assertThat(scope.within(inside)).isSameAs(inside);
        assertThat(Outcomes.refused(scope.within(outside)).feedback())
                .contains("lib/a.txt")
                .contains("create src/**");
        assertThat(new EditScope(List.of()).outside(List.of(new FileChange.Delete("x"))))
                .extracting(EditOutcome.Problem::message)
                .containsExactly("this ticket does not allow to delete the file; it allows no file");
    }
}
