package io.jenkins.plugins.openfactory.exec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SedScriptTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p",
                "$p",
                "1,20p",
                "1~2d",
                "/a/,+3p",
                "/a/I,/b/!d",
                "0,/x/d",
                "\\,/usr,p",
                "s/a/b/",
                "s|a/b|c|gI2",
                "s/a\\/b/c/;s,x,y,",
                "y/abc/xyz/",
                "/a/{p;q}",
                "/a/{ s/b/c/ ; p } ; $d",
                ":a;N;$!ba;s/\\n/ /g",
                "1i // text; e and w are only text here",
                "$a the end",
                "/x/c new",
                "5q",
                "q 3",
                "l 40",
                "# e is a comment",
                "p # w neither",
                "n;d"
            })
    void shouldKnowScriptsThatOnlyShowAndChangeLines(String script) {
        assertThat(SedScript.harmless(script)).as(script).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "e",
                "e id",
                "1e id",
                "1!e id",
                "1 ! ! e id",
                "$!{e id",
                "/x/{p;e id}",
                "{{e}}",
                "}",
                "p;e",
                "p}e",
                "s/a/b/e",
                "s/a/b/ge",
                "s/a/b/w out",
                "s|a|b|w out",
                "s,a,b,;w out",
                "sxaxbxe",
                "s a b e",
                "y/a/b/;e",
                "w out",
                "W out",
                "1r /etc/passwd",
                "R x",
                "F",
                "v",
                "\\eXee",
                "0~3w out",
                "1,~4w out",
                "/a/,/b/ w out",
                ":a;e id;ba",
                "ba;e id",
                "b a}e id",
                "t;w out",
                "=;e",
                "5q;e",
                "s/a/b",
                "s/[/]x/y/",
                "s/a",
                "/a",
                "1,",
                "p p",
                "é"
            })
    void shouldRefuseWhatRunsReadsOrWritesAnythingElse(String script) {
        assertThat(SedScript.harmless(script)).as(script).isFalse();
    }
}
