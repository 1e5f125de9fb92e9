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

        // A glob of these has at most six literal characters, so the shortest shared path is short as well.
        both.ifPresent(path -> assertThat(Globs.overlap(a, b))
                .as(a + " and " + b + " at " + path)
                .isTrue());
    }

    @Property(tries = 4000)
    void shouldFindNoOverlapWhereNoPathShowsOne(@ForAll("short") String a, @ForAll("short") String b) {
        boolean both = PATHS.stream().anyMatch(path -> glob(a).matches(path) && glob(b).matches(path));

        assertThat(Globs.overlap(a, b)).as(a + " and " + b).isEqualTo(both);
    }

    @Property(tries = 500)
    void shouldBeSymmetricAndReflexive(@ForAll("globs") String a, @ForAll("globs") String b) {
        assertThat(Globs.overlap(a, b)).isEqualTo(Globs.overlap(b, a));
        boolean matchesAny = PATHS.stream().anyMatch(glob(a)::matches);
        Assume.that(matchesAny);
        assertThat(Globs.overlap(a, a)).isTrue();
    }

    @Example
    void shouldTakeNoTimeForManyStars() {
        String stars = "a*".repeat(100);

        assertThat(Globs.overlap(stars + "b", stars + "c")).isFalse();
        assertThat(Globs.overlap("{a,b}".repeat(60) + "x", "{a,b}".repeat(60) + "y"))
                .isFalse();
    }

    @Example
    void shouldKnowTheCommonCases() {
        assertThat(Globs.overlap("src/main/**", "src/main/java/App.java")).isTrue();
        assertThat(Globs.overlap("src/main/", "src/main/java/App.java")).isTrue();
        assertThat(Globs.overlap("src/main/**", "src/test/**")).isFalse();
        assertThat(Globs.overlap("**/*.java", "src/App.kt")).isFalse();
        assertThat(Globs.overlap("**/*.java", "App.java")).isTrue();
        assertThat(Globs.overlap("src/{main,test}/**", "src/test/App.java")).isTrue();
        assertThat(Globs.overlap("[a-c]*.txt", "b.txt")).isTrue();
        assertThat(Globs.overlap("[!a-c]*.txt", "b.txt")).isFalse();
        assertThat(Globs.overlap("./README.md", "README.md")).isTrue();
        assertThat(Globs.overlap("docs", "docs/**")).isFalse();
    }

    @Provide
    Arbitrary<String> globs() {
        return parts(6);
    }

    /** Globs whose shortest path in common with another one, if there is any, has at most six characters. */
    @Provide("short")
    Arbitrary<String> small() {
        return parts(3);
    }

    private static Arbitrary<String> parts(int most) {
        return Arbitraries.of("a", "b", "*", "?", "/", "/**/", "**", "[a]", "[!a]", "[a-b]", "{a,b}", "{,a}", "{a/b,b}")
                .list()
                .ofMinSize(1)
                .ofMaxSize(most)
                .map(list -> String.join("", list))
                .filter(GlobsPropertyTest::usable);
    }

    private static boolean usable(String text) {
        return !text.startsWith("/") && !text.contains("//") && !text.contains("***");
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
            next.stream()
                    .filter(path -> !path.startsWith("/") && !path.endsWith("/") && !path.contains("//"))
                    .forEach(all::add);
        }
        return all;
    }
}
