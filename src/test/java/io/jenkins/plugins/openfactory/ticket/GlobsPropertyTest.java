package io.jenkins.plugins.openfactory.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.edit.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Two globs overlap exactly when some path matches both, as the glob that edits are held to has it. */
class GlobsPropertyTest {
    /** Every path of at most six characters over two letters and the slash, without an empty name. */
    private static final List<String> PATHS = paths(6);

    @Property(tries = 4000)
    void shouldFindEveryOverlapThatAPathShows(@ForAll("globs") String a, @ForAll("globs") String b) {
        Glob left = glob(a);
        Glob right = glob(b);
        Optional<String> both = PATHS.stream()
                .filter(path -> left.matches(path) && right.matches(path))
                .findFirst();

        both.ifPresent(path -> assertThat(Globs.shared(a, b))
                .as(a + " and " + b + " at " + path)
                .isPresent());
    }

    @Property(tries = 4000)
    void shouldShowAShortestPathForEveryOverlap(@ForAll("globs") String a, @ForAll("globs") String b) {
        Globs.shared(a, b).ifPresent(path -> {
            assertThat(isPath(path)).as("'%s' is a path", path).isTrue();
            assertThat(glob(a).matches(path)).as(a + " at " + path).isTrue();
            assertThat(glob(b).matches(path)).as(b + " at " + path).isTrue();
            assertThat(PATHS.stream()
                            .filter(shorter -> shorter.length() < path.length())
                            .filter(shorter -> glob(a).matches(shorter) && glob(b).matches(shorter)))
                    .as("shorter than " + path + " for " + a + " and " + b)
                    .isEmpty();
        });
    }

    @Property(tries = 500)
    void shouldBeSymmetricAndReflexive(@ForAll("globs") String a, @ForAll("globs") String b) {
        assertThat(Globs.shared(a, b).isPresent()).isEqualTo(Globs.shared(b, a).isPresent());
        boolean matchesAny = PATHS.stream().anyMatch(glob(a)::matches);
        Assume.that(matchesAny);
        assertThat(Globs.shared(a, a)).isPresent();
    }

    @Example
    void shouldTakeNoTimeForManyStars() {
        String stars = "a*".repeat(100);

        assertThat(Globs.shared(stars + "b", stars + "c")).isEmpty();
        assertThat(Globs.shared("{a,b}".repeat(60) + "x", "{a,b}".repeat(60) + "y"))
                .isEmpty();
    }

    @Example
    void shouldKnowTheCommonCases() {
        assertThat(Globs.shared("src/main/**", "src/main/java/App.java")).isPresent();
        assertThat(Globs.shared("src/main/", "src/main/java/App.java")).isPresent();
        assertThat(Globs.shared("src/main/**", "src/test/**")).isEmpty();
        assertThat(Globs.shared("**/*.java", "src/App.kt")).isEmpty();
        assertThat(Globs.shared("**/*.java", "App.java")).isPresent();
        assertThat(Globs.shared("src/{main,test}/**", "src/test/App.java")).isPresent();
        assertThat(Globs.shared("[a-c]*.txt", "b.txt")).isPresent();
        assertThat(Globs.shared("[!a-c]*.txt", "b.txt")).isEmpty();
        assertThat(Globs.shared("./README.md", "README.md")).isPresent();
        assertThat(Globs.shared("docs", "docs/**")).isEmpty();
    }

    @Provide
    Arbitrary<String> globs() {
        return Arbitraries.of("a", "b", "*", "?", "/", "/**/", "**", "[a]", "[!a]", "[a-b]", "{a,b}", "{,a}", "{a/b,b}")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(list -> String.join("", list))
                .filter(GlobsPropertyTest::usable);
    }

    private static boolean usable(String text) {
        return !text.startsWith("/") && !text.contains("//") && !text.contains("***");
    }

    private static boolean isPath(String text) {
        return !text.isEmpty() && !text.startsWith("/") && !text.endsWith("/") && !text.contains("//");
    }

    private static Glob glob(String text) {
        return Glob.of(text);
    }

    private static List<String> paths(int longest) {
        List<String> all = new ArrayList<>();
        List<String> last = List.of("");
        for (int length = 1; length <= longest; length++) {
            List<String> next = new ArrayList<>();
            for (String prefix : last) {
                for (String one : new String[] {"a", "b", "c", "/"}) {
                    next.add(prefix + one);
                }
            }
            last = next;
            next.stream().filter(GlobsPropertyTest::isPath).forEach(all::add);
        }
        return all;
    }
}
