package io.jenkins.plugins.openfactory.evidence.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.evidence.report.Inert;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever a text holds, it stays text, and its pieces add up to it. */
class ViewTextPropertyTest {
    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> sharp = Arbitraries.of(
                "<",
                ">",
                "&",
                "\"",
                "'",
                "\n",
                "\t",
                "\u202E",
                "\u0000",
                "\u001B[0m",
                "&lt;",
                "{{style}}",
                "$1",
                "ü",
                "漢",
                "😀",
                "word",
                " ");
        return Arbitraries.oneOf(sharp, Arbitraries.strings().ofMaxLength(6))
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 400)
    void shouldEscapeHtmlSoThatItReadsBackAsTheSameText(@ForAll("texts") String text) {
        String html = new Html(Detail.FULL).text(text).toString();

        assertThat(html).doesNotContain("<", ">", "\"", "'");
        String back = html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'");
        assertThat(back.replace("&amp;", "&")).isEqualTo(Inert.text(text));
    }

    @Property(tries = 300)
    void shouldCutALongTextIntoPiecesThatAddUp(
            @ForAll("texts") String text, @ForAll @IntRange(min = 4, max = 40) int most) {
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder read = new StringBuilder();
        long at = 0;
        while (at < all.length) {
            byte[] piece = Arrays.copyOfRange(all, (int) at, (int) Math.min(all.length, at + most));
            Slice slice = Slice.of(piece, at, all.length);
            assertThat(slice.next()).isGreaterThan(at);
            read.append(new String(all, (int) at, (int) (slice.next() - at), StandardCharsets.UTF_8));
            at = slice.next();
        }
        assertThat(read.toString().getBytes(StandardCharsets.UTF_8)).isEqualTo(all);
    }
}
