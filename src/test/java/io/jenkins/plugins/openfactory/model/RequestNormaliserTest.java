package io.jenkins.plugins.openfactory.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.openfactory.model.ModelRequest.Message;
import io.jenkins.plugins.openfactory.model.ModelRequest.Purpose;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestNormaliserTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            at /tmp/junit1234567/Foo.java:12                            | at <tmp>/Foo.java:12
            file:/tmp/ws-1/a/b-98765/c                                  | file:<tmp>/a/b-<n>/c
            (/private/var/folders/ab/cd_1/T/x9/y.txt)                   | (<tmp>/y.txt)
            '"/var/tmp/abc", "/tmp/def"'                                | '"<tmp>", "<tmp>"'
            C:\\Users\\me\\AppData\\Local\\Temp\\x1\\y.txt              | <tmp>\\y.txt
            run 20261105-120000-abc123 began                            | run <run> began
            2026-11-05T12:00:00.123Z INFO up                            | <time> INFO up
            [INFO] Finished at: 2026-11-05T12:00:00+01:00               | [INFO] Finished at: <time>
            2026-11-05 12:00:00,123 DEBUG x                             | <time> DEBUG x
            Thu, 5 Nov 2026 12:00:00 GMT                                | <time>
            Thu Nov  5 12:00:00 UTC 2026                                | <time>
            Nov 5, 2026 12:00:00 PM org.Foo bar                         | <time> org.Foo bar
            12:00:00.123 [main] INFO x                                  | <time> [main] INFO x
            released on 2026-11-05                                      | released on <date>
            released on 2026/11/05.                                     | released on <date>.
            Tests run: 3, Failures: 0, Time elapsed: 0.123 s -- in FooTest | Tests run: 3, Failures: 0, Time elapsed: <duration> -- in FooTest
            [INFO] Total time:  1.234 s                                 | [INFO] Total time:  <duration>
            [INFO] Total time:  01:23 min                               | [INFO] Total time:  <duration>
            === 1 passed in 0.02s ===                                   | === 1 passed in <duration> ===
            Ran 3 tests in 0.003s                                       | Ran 3 tests in <duration>
            BUILD SUCCESSFUL in 1m 23s                                  | BUILD SUCCESSFUL in <duration>
            --- PASS: TestX (0.00s)                                     | --- PASS: TestX (<duration>)
            ok adds (5 ms)                                              | ok adds (<duration>)
            real 0m1.234s                                               | real <duration>
            # duration_ms 12.345                                        | # duration_ms <duration>
            Time:        1.234 s, estimated 2 s                         | Time:        <duration>, estimated <duration>
            0.01s call     test_foo.py::test_a                          | <duration> call     test_foo.py::test_a
            started with PID 4711                                       | started with PID <pid>
            pid=4711;                                                   | pid=<pid>;
            ==4711== Invalid read                                       | ==<pid>== Invalid read
            expected: Foo@1a2b3c but was: Foo@3c2b1a0f                  | expected: Foo@<hash> but was: Foo@<hash>
            [I@1b6d3586                                                 | [I@<hash>
            <__main__.A object at 0x7f3a2c11bd90>                       | <__main__.A object at <hash>>
            (*T)(0xc000012345)                                          | (*T)(<hash>)
            connect to localhost:43211 failed                           | connect to localhost:<port> failed
            http://127.0.0.1:8080/x                                     | http://127.0.0.1:<port>/x
            Server started on port 43211                                | Server started on port <port>
            """)
    void shouldReplaceWhatDiffersBetweenRuns(String text, String expected) {
        assertThat(RequestNormaliser.normalise(text)).isEqualTo(expected);
    }

    @Test
    void shouldReplaceTheTimingOfGo() {
        assertThat(RequestNormaliser.normalise("TOOK 5 MS")).isEqualTo("TOOK <duration>");
        assertThat(RequestNormaliser.normalise("ok  \tpkg/a\t0.005s\nok  \tpkg/b\t1.2s"))
                .isEqualTo("ok  \tpkg/a\t<duration>\nok  \tpkg/b\t<duration>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AC-1: expected:<10> but was:<12>",
                "retries after 3 failures, then waits 30 seconds",
                "version 1.2.3, release 2026.11, build 20261105",
                "uses: actions/checkout@v4",
                "lodash@4.17.21 and a@b.example",
                "the default port 8080",
                "/home/user/tmp/file and ./tmp/x and /templates/y",
                "int x = 0xFFFFFF; long y = 12345678901L;",
                "Foo.java:12:34: error: ';' expected",
                "a[1] + b(2) == (3)",
                "@Override public int size()",
            })
    void shouldKeepWhatIsTheSameInEveryRun(String text) {
        assertThat(RequestNormaliser.normalise(text)).isEqualTo(text);
    }

    @Property(tries = 500, seed = "20261105")
    void shouldChangeNothingTheSecondTime(@ForAll("logs") String text) {
        String once = RequestNormaliser.normalise(text);

        assertThat(RequestNormaliser.normalise(once)).isEqualTo(once);
    }

    @Property(tries = 2000, seed = "20261130")
    void shouldFindInPartsWhatItFindsInTheWhole(@ForAll("logs") String text) {
        assertThat(RequestNormaliser.normalise(text)).isEqualTo(RequestNormaliser.settled(text));
    }

    @Provide
    Arbitrary<String> logs() {
        return Arbitraries.of(
                        "/tmp/a1",
                        "/b",
                        "2026-11-05",
                        "T",
                        "12:00:00",
                        ".123",
                        "Z",
                        " ",
                        "\n",
                        "\r\n",
                        "\"",
                        "\t",
                        "in ",
                        "time: ",
                        "1.5s",
                        " ms",
                        "3",
                        ":",
                        "@",
                        "1a2b3c",
                        "pid ",
                        "==",
                        "localhost",
                        "port ",
                        "43211",
                        "(",
                        ")",
                        "Thu",
                        "Nov",
                        ",",
                        "x",
                        "0xc000012345",
                        "<",
                        ">",
                        "20261105-120000-abc123",
                        "UTC",
                        "+01:00",
                        "-",
                        "2.5s call",
                        "C:\\\\Users\\\\a\\\\AppData\\\\Local\\\\Temp\\\\b")
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }

    @Test
    @Timeout(10)
    void shouldStayQuickOnLongLines() {
        for (String part : List.of("1", "1 ms ", "/tmp/", "a@", "in 1", "/", "12:", "2026-11-05 ", "\t1.", " ")) {
            assertThat(RequestNormaliser.normalise(part.repeat(200_000 / part.length())))
                    .isNotNull();
        }
    }

    @Test
    void shouldGiveOneHashToRequestsThatDifferInVolatilePartsOnly() {
        assertThat(hash("failed after Time elapsed: 0.1 s in /tmp/a1", settings("m", 0)))
                .isEqualTo(hash("failed after Time elapsed: 9.7 s in /tmp/b2", settings("m", 0)))
                .hasSize(64)
                .isNotEqualTo(hash("failed otherwise", settings("m", 0)));
    }

    @Test
    void shouldCountModelTemperaturePurposeTicketAndAttemptButNotTheUrl() {
        String base = hash("x", settings("m", 0));
        ModelSettings elsewhere = new ModelSettings(
                "ollama",
                "http://elsewhere",
                "m",
                0,
                100,
                Optional.empty(),
                Duration.ofSeconds(1),
                Optional.of(1.0),
                Optional.of(1.0));

        assertThat(hash("x", elsewhere)).isEqualTo(base);
        assertThat(hash("x", settings("other", 0))).isNotEqualTo(base);
        assertThat(hash("x", settings("m", 0.5))).isNotEqualTo(base);
        assertThat(RequestNormaliser.sha256(request(Purpose.SPEC, "0001", 1, "x"), settings("m", 0)))
                .isNotEqualTo(base);
        assertThat(RequestNormaliser.sha256(request(Purpose.IMPLEMENT, "0002", 1, "x"), settings("m", 0)))
                .isNotEqualTo(base);
        assertThat(RequestNormaliser.sha256(request(Purpose.IMPLEMENT, "0001", 2, "x"), settings("m", 0)))
                .isNotEqualTo(base);
    }

    private static String hash(String text, ModelSettings settings) {
        return RequestNormaliser.sha256(request(Purpose.IMPLEMENT, "0001", 1, text), settings);
    }

    private static ModelRequest request(Purpose purpose, String ticket, int attempt, String text) {
        return new ModelRequest(purpose, Optional.of(ticket), attempt, List.of(Message.user(text)));
    }

    private static ModelSettings settings(String model, double temperature) {
        return new ModelSettings(
                "openai",
                "http://localhost:1",
                model,
                temperature,
                100,
                Optional.empty(),
                Duration.ofSeconds(9),
                Optional.empty(),
                Optional.empty());
    }
}
