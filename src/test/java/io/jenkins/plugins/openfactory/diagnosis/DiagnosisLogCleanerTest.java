package io.jenkins.plugins.openfactory.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisLogCleanerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2026-11-20T09:14:05.1234567Z make: x | make: x",
                "[2026-11-20T09:14:05.123Z] make: x | make: x",
                "2026-11-20 09:14:05,123 ERROR boom | ERROR boom",
                "2026/11/20 09:14:05 boom | boom",
                "[09:14:05] boom | boom",
                "09:14:05.123 boom | boom",
                "#12 3.141 boom | boom",
                "12:30 is no timestamp | 12:30 is no timestamp",
                "[ERROR] boom | [ERROR] boom",
                "##[error]boom | ##[error]boom"
            })
    void shouldStripTimestamps(String line, String clean) {
        assertThat(LogCleaner.line(line)).isEqualTo(clean);
    }

    @Test
    void shouldStripWhatTheGithubProgramPutsInFront() {
        assertThat(LogCleaner.line("build\tRun make test\t2026-11-20T09:14:05.1234567Z boom"))
                .isEqualTo("boom");
    }

    @Test
    void shouldStripColoursTitlesLinksAndCharacterSets() {
        assertThat(LogCleaner.line("\u001b[1m\u001b[38;5;196mred\u001b[0m\u001b[K \u001b]0;title\u0007plain"
                        + " \u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\ \u001b(Bend\u009b31m!"))
                .isEqualTo("red plain link end!");
    }

    @Test
    void shouldApplyBackspaces() {
        assertThat(LogCleaner.line("50%\b\b\b100%")).isEqualTo("100%");
    }

    @Test
    void shouldKeepTheLastStateOfProgress() {
        assertThat(LogCleaner.lines(" 10%\r 55%\r100%\r\nnext\r\n")).containsExactly("100%", "next");
    }

    @Test
    void shouldKeepAFailureThatProgressOverwrote() {
        assertThat(LogCleaner.lines("10%\rerror: disk full\r20%\nend"))
                .containsExactly("error: disk full", "20%", "end");
    }

    @Test
    void shouldReadLoneCarriageReturnsAsLineEnds() {
        assertThat(LogCleaner.lines("one\rtwo\rthree")).containsExactly("one", "two", "three");
    }

    @Test
    void shouldCutTheMiddleOfALongLine() {
        String line = LogCleaner.line("start" + "x".repeat(1_000_000) + "end");

        assertThat(line).startsWith("start").endsWith("end").hasSizeLessThanOrEqualTo(LogCleaner.LONGEST_LINE);
    }

    @Test
    void shouldKeepTheStartAndTheEndOfAnEnormousLog() {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 450_000; i++) {
            log.append(i).append('\n');
        }

        assertThat(LogCleaner.lines(log.toString()))
                .hasSizeLessThanOrEqualTo(200_000)
                .startsWith("0", "1")
                .endsWith("449998", "449999");
    }

    @Property(tries = 300)
    void shouldNeverCutASurrogatePair(
            @ForAll @IntRange(max = 60) int most, @ForAll @StringLength(max = 20) String noise) {
        String text = noise.replaceAll("[\\ud800-\\udfff]", "") + "😀".repeat(30);
        for (String cut :
                new String[] {LogCleaner.shortened(text, most), LogCleaner.head(text, most), LogCleaner.tail(text, most)
                }) {
            assertThat(cut.length()).isLessThanOrEqualTo(Math.max(most, 0));
            assertThat(cut.codePoints().filter(c -> c >= 0xd800 && c <= 0xdfff)).isEmpty();
        }
    }
}
