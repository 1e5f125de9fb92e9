package io.jenkins.plugins.openfactory.evidence.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a text holds, it stays text. */
class InertTextPropertyTest {
    private static final Pattern BARE = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*[`*\\[\\]<>|~]");

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> sharp = Arbitraries.of(
                "<",
                ">",
                "&",
                "\"",
                "'",
                "`",
                "``",
                "*",
                "[",
                "](",
                "|",
                "\\",
                "\n",
                "\r\n",
                "\t",
                "# ",
                "- ",
                "1. ",
                "\u202E",
                "\u0000",
                "\u001B[0m",
                "\uD800",
                "&lt;",
                "{{style}}",
                "$1",
                "\uDB40\uDC41",
                "http://",
                "word",
                " ");
        return Arbitraries.oneOf(sharp, Arbitraries.strings().ofMaxLength(6))
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 400)
    void shouldKeepMarkdownOnOneLineWithoutMarks(@ForAll("texts") String text) {
        String line = Md.line(text);

        assertThat(line).doesNotContain("\n", "\r", "\u202E", "\u0000").doesNotContainPattern("(?<!\\\\)://");
        assertThat(BARE.matcher(line).find()).as(line).isFalse();
        assertThat(line).doesNotStartWith("#").doesNotStartWith("- ").doesNotStartWith("+");
    }

    @Property(tries = 400)
    void shouldFenceAnyBlock(@ForAll("texts") String text) {
        String block = Md.block("text", text);

        String fence = block.substring(0, block.indexOf("text\n"));
        String body = block.substring(block.indexOf('\n') + 1, block.length() - fence.length() - 1);
        assertThat(body).doesNotContain(fence);
    }

    @Property(tries = 400)
    void shouldLeaveNothingThatActsOnAScreen(@ForAll("texts") String text) {
        assertThat(Inert.text(text).codePoints())
                .noneMatch(c -> c < ' ' && c != '\n' && c != '\t'
                        || c >= 0x202a && c <= 0x202e
                        || c >= 0xe0000 && c <= 0xe0fff
                        || c >= 0xd800 && c <= 0xdfff);
    }

    @Property(tries = 200)
    void shouldQuoteAnyArgumentForAShell(@ForAll("texts") String text) {
        String word = Shell.word(text);

        assertThat(word.startsWith("'") && word.endsWith("'") || word.matches("[A-Za-z0-9_@%+=:,./-]+"))
                .isTrue();
        assertThat(word.replace("'\\''", "").replaceAll("^'|'$", "")).doesNotContain("'");
    }
}
