package io.jenkins.plugins.openfactory.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JsonDifferenceTest {
    @Test
    void shouldShowTheFirstLineThatDiffersWithAMarkBelowTheColumn() {
        assertThat(show("a\nb\nkeep to it\nd", "a\nb\nkeep strictly to it\nd"))
                .isEqualTo("/text, line 3\n    a\n    b\n  - keep to it\n  + keep strictly to it\n         ^");
    }

    @Test
    void shouldShowADifferenceFarToTheRight() {
        String shown = show("x".repeat(300) + "old" + "y".repeat(300), "x".repeat(300) + "new" + "y".repeat(300));

        assertThat(shown.lines().toList()).allMatch(line -> line.length() <= 80);
        assertThat(shown).contains("old").contains("new").contains("…x");
        String[] lines = shown.split("\n");
        int mark = lines[3].indexOf('^');
        assertThat(lines[1].substring(mark, mark + 3)).isEqualTo("old");
        assertThat(lines[2].substring(mark, mark + 3)).isEqualTo("new");
    }

    @Test
    void shouldShowThatATextEndsEarlier() {
        assertThat(show("a\nb", "a")).isEqualTo("/text, line 2\n    a\n  - b\n  + (the end)\n    ^");
    }

    @Test
    void shouldNamePlacesOfOtherDifferences() {
        assertThat(JsonDifference.show(Json.read("{\"a\":[1,{\"b\":2}]}"), Json.read("{\"a\":[1,{\"b\":3}]}")))
                .isEqualTo("/a/1/b\n  recorded: 2\n  asked:    3");
        assertThat(JsonDifference.show(Json.read("{\"a\":1}"), Json.read("{}")))
                .isEqualTo("/a was recorded and is not asked any more");
        assertThat(JsonDifference.show(Json.read("[1]"), Json.read("[1,2]")))
                .isEqualTo("(the whole value) has 1 items recorded, 2 asked");
        assertThat(JsonDifference.show(Json.read("1"), Json.read("1"))).isEqualTo("The two are equal.");
    }

    private static String show(String recorded, String asked) {
        return JsonDifference.show(
                Json.object().put("text", recorded), Json.object().put("text", asked));
    }
}
