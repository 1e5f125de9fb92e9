package io.jenkins.plugins.openfactory.exec.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareTest {
    private static final String POLICY = """
            {"version": 1, "rules": [
              {"name": "fetch", "program": "java", "kind": "prepare", "summary": "Fetches.", "optionsFirst": true,
               "operands": [{"name": "source", "type": "path"}, {"name": "argument", "type": "text", "count": "rest"}],
               "examples": {"match": [["java", "A.java"]], "refuse": [["java"]]}},
              {"name": "script", "program": "sh", "kind": "build", "summary": "Runs a script.", "optionsFirst": true,
               "operands": [{"name": "script", "type": "path"}],
               "examples": {"match": [["sh", "a.sh"]], "refuse": [["sh", "-c", "id"]]}}
            ]}
            """;

    /** Gets a URL through the proxy that its environment names, and keeps the answer in three places. */
    private static final String FETCH = """
            import java.net.*;
            import java.nio.file.*;
            public class Fetch {
                public static void main(String[] urls) throws Exception {
                    URI at = URI.create(System.getenv("https_proxy"));
                    Proxy proxy = new Proxy(Proxy.Type.HTTP, new InetSocketAddress(at.getHost(), at.getPort()));
                    byte[] body = new URL(urls[0]).openConnection(proxy).getInputStream().readAllBytes();
                    Path home = Path.of(System.getenv("HOME"));
                    for (Path place : new Path[] {home.resolve(".m2/repository/a.jar"), Path.of("node_modules/a/index.js"),
                            Path.of("target/out.txt")}) {
                        Files.createDirectories(place.getParent());
                        Files.write(place, body);
                    }
                    System.out.println("fetched " + new String(body));
                }
            }
            """;

    /** Tries to get out without the proxy. */
    private static final String ESCAPE = """
            import java.net.*;
            public class Escape {
                public static void main(String[] args) throws Exception {
                    try (Socket socket = new Socket()) {
                        socket.connect(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 2000);
                        System.out.println("connected");
                    }
                }
            }
            """;

    @TempDir
    Path folder;

    private HttpServer server;
    private RunnerFixture fixture;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "a package".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        fixture = fixture("repo.example:80=127.0.0.1:" + server.getAddress().getPort());
        fixture.file("Fetch.java", FETCH).file("Escape.java", ESCAPE);
    }

    private RunnerFixture fixture(String... hosts) {
        RunnerSettings settings = RunnerSettings.standard().withPreparation(folder.resolve("caches"), List.of(hosts));
        RunnerFixture made = new RunnerFixture(folder, settings, CommandPolicy.parse(POLICY));
        assumeTrue(made.runner.sandbox().tier() == Tier.FULL, () -> "needs the FULL tier: " + made.runner.sandbox());
        return made;
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldShowLaterCommandsWhatWasFetchedAndNothingElse() throws IOException {
        CommandResult fetched = fixture.ran(
                fixture.request("java", "Fetch.java", "http://repo.example/a").preparing());
        assertThat(fetched.stdout()).as(fetched.stderr()).contains("fetched a package");
        Path other = Files.createDirectories(fixture.folder.resolve("other"));
        RunnerFixture later = new RunnerFixture(
                other,
                RunnerSettings.standard().withPreparation(folder.resolve("caches"), List.of()),
                CommandPolicy.parse(POLICY));

        CommandResult seen = later.script(
                "cat ~/.m2/repository/a.jar node_modules/a/index.js",
                "echo bad > ~/.m2/repository/a.jar",
                "echo bad > node_modules/b.js",
                "echo fine > node_modules/.cache/c && cat node_modules/.cache/c",
                "touch ~/.m2/settings.xml && echo home is writable",
                "ls target; mkdir target && echo own target");

        assertThat(seen.stdout())
                .contains("a packagea package", "fine", "home is writable", "own target")
                .doesNotContain("out.txt");
        assertThat(seen.stderr()).contains("a.jar: Read-only file system", "b.js: Read-only file system");
        assertThat(later.script("cat node_modules/.cache/c").stderr()).contains("No such file");
    }

    @Test
    void shouldRecordTheHashAndTheHosts() {
        fixture.ran(
                fixture.request("java", "Fetch.java", "http://repo.example/a").preparing());
        fixture.script("true");

        JsonNode start = fixture.audit.get(0);
        JsonNode end = fixture.audit.get(1);
        assertThat(start.path("network").asText()).isEqualTo("hosts");
        assertThat(start.path("rule").asText()).isEqualTo("fetch");
        assertThat(Json.texts(end.path("reached"))).containsExactly("repo.example:80");
        assertThat(fixture.audit.get(2).path("prepared").asText())
                .matches("[0-9a-f]{64}")
                .isEqualTo(fixture.runner.preparedSha256("run-1").orElseThrow());
        assertThat(fixture.audit.get(2).path("network").asText()).isEqualTo("loopback");
    }

    @Test
    void shouldReachNoOtherHostAndSayWhich() {
        CommandResult refused = fixture.ran(
                fixture.request("java", "Fetch.java", "http://other.example/a").preparing());
        CommandResult direct = fixture.ran(fixture.request(
                        "java",
                        "Escape.java",
                        Integer.toString(server.getAddress().getPort()))
                .preparing());

        assertThat(refused.succeeded()).isFalse();
        assertThat(refused.stderr()).contains("may not reach: other.example:80", "--prepare-host");
        assertThat(direct.stdout()).doesNotContain("connected");
        assertThat(direct.stderr()).contains("Connection refused");
        assertThat(fixture.runner.preparedSha256("run-1")).isEmpty();
    }

    @Test
    void shouldKeepTheRulesOfPreparationForPreparation() {
        Denied denied = fixture.denied("java", "Fetch.java", "http://repo.example/a");

        assertThat(denied.code()).isEqualTo("NO_RULE");
        assertThat(denied.reason()).contains("only among the 'prepare' commands");
        assertThat(fixture.runner.rules()).containsExactly("script");
    }

    @Test
    void shouldPrepareOnlyInTheFullTierAndWithAPlaceToKeep() {
        RunnerFixture nowhere = RunnerFixture.full(folder, CommandPolicy.parse(POLICY));
        RunnerFixture reduced = RunnerFixture.reduced(
                folder, RunnerSettings.standard().withBuildsInReducedTier(), CommandPolicy.parse(POLICY));

        assertThat(nowhere.denied(nowhere.request("java", "Fetch.java").preparing())
                        .code())
                .isEqualTo("TIER");
        assertThat(reduced.denied(reduced.request("java", "Fetch.java").preparing())
                        .reason())
                .contains("FULL tier only");
    }

    @Test
    void shouldDeleteWhatNoRunHasUsedForLong() throws IOException {
        Path old = Files.createDirectories(folder.resolve("caches/run-0/home/go"));
        Files.writeString(old.resolve("file"), "x");
        Files.writeString(folder.resolve("caches/run-0/SHA256"), "x");
        Files.setLastModifiedTime(
                folder.resolve("caches/run-0/SHA256"),
                FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        Path fresh = Files.createDirectories(folder.resolve("caches/run-9/home"));

        fixture.ran(
                fixture.request("java", "Fetch.java", "http://repo.example/a").preparing());

        assertThat(folder.resolve("caches/run-0")).doesNotExist();
        assertThat(fresh).exists();
    }
}
