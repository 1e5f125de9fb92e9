package io.jenkins.plugins.openfactory.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.Script;
import io.jenkins.plugins.openfactory.forge.github.GitHubServer;
import io.jenkins.plugins.openfactory.forge.github.GitHubState;
import io.jenkins.plugins.openfactory.git.RealGit;
import io.jenkins.plugins.openfactory.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process of the command line gets a SIGKILL at its requests to a GitHub server in another process, before they are
 * carried out or after, and is then resumed. Its check is cancelled, run again, fails, and is mended.
 * {@code -Dopenfactory.kills=all} kills it at each request of the gate, {@code -Dopenfactory.kills=N} at so many.
 */
class KilledAtTheGateTest {
    private static final String KILLS = System.getProperty("openfactory.kills", "3");

    @TempDir
    Path folder;

    private GitHubServer server;
    private Path source;

    @BeforeEach
    void start() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        source = RealGit.repository(
                folder.resolve("source"),
                "greeting.txt",
                "hello\n",
                "Makefile",
                "test:\n\tgrep -q hello greeting.txt\n"
                        + "ci:\n\ttest ! -e farewell.txt || grep -q 'bye for now' farewell.txt\n",
                ".openfactory.yml",
                "gates: [[make, test]]\nchecks: {tests: [[make, ci]]}\n");
        RealGit.git(folder, "clone", "-q", "--bare", source.toString(), "server.git");
        server = new GitHubServer(folder.resolve("server.git"));
        replies();
        Path token = Files.writeString(folder.resolve("token"), GitHubServer.TOKEN);
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(folder.resolve("request.md"), "# Say goodbye\n\nThere should be a farewell.\n");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void replies() throws IOException {
        Path replies = Files.createDirectories(folder.resolve("replies/0001"));
        Files.writeString(replies.resolve("attempt-1.md"), Script.file("farewell.txt", "bye"));
        Files.writeString(folder.resolve("replies/ci-fix-1.md"), Script.replace("farewell.txt", "bye", "bye for now"));
        Files.writeString(folder.resolve("replies/spec.json"), Json.pretty(Script.specification(1)));
        Files.writeString(folder.resolve("replies/architecture.md"), architecture());
        Files.writeString(
                folder.resolve("replies/tickets.json"),
                Json.pretty(Script.plan(
                        Script.ticket("0001").creates("farewell.txt").greps("bye", "farewell.txt", "AC-1"))));
    }

    private static String architecture() {
        return Stream.of("Components", "Data flow", "Interfaces", "Storage", "Test strategy")
                .map(heading -> "## " + heading + "\n\nA file.\n\n")
                .reduce("", String::concat);
    }

    /** A server that has seen nothing, whose workflow is cancelled once and then ends as the commit deserves. */
    private void fresh() {
        server.reset();
        server.state.require("tests", GitHubState.ACTIONS);
        AtomicInteger begun = new AtomicInteger();
        server.workflows = commit -> {
            ObjectNode run = server.state.run(commit, "tests", GitHubState.ACTIONS, "github-actions");
            String farewell = RealGit.git(folder.resolve("server.git"), "show", commit + ":farewell.txt");
            String end = farewell.contains("bye for now") ? "success" : "failure";
            server.state.complete(run, begun.getAndIncrement() == 0 ? "cancelled" : end, "");
        };
        server.rerun =
                (run, kind) -> server.workflows.accept(run.path("head_sha").asText());
    }

    private Process factory(Path home, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--home", home.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output.txt").toFile()))
                .start();
    }

    private Process begin(Path home) throws IOException {
        return factory(
                home,
                "run",
                "--repo",
                source.toString(),
                "--request-file",
                folder.resolve("request.md").toString(),
                "--model-kind",
                "scripted",
                "--model-dir",
                folder.resolve("replies").toString(),
                "--forge",
                "github",
                "--forge-url",
                server.api(),
                "--forge-repo",
                "octo/demo",
                "--forge-token-file",
                folder.resolve("token").toString());
    }

    private int end(Process process) throws Exception {
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    /** Kills a process at one of its requests. */
    private final class Killer implements GitHubServer.Traffic {
        private final int request;
        private final boolean carriedOut;
        private final AtomicInteger seen = new AtomicInteger();
        volatile Process victim;

        Killer(int request, boolean carriedOut) {
            this.request = request;
            this.carriedOut = carriedOut;
        }

        @Override
        public void before(String line) {
            if (seen.getAndIncrement() == request && !carriedOut) {
                kill();
            }
        }

        @Override
        public void after(String line) {
            if (seen.get() == request + 1 && carriedOut) {
                kill();
            }
        }

        private void kill() {
            while (victim == null) {
                Thread.onSpinWait();
            }
            victim.toHandle().destroyForcibly();
            victim.onExit().join();
        }
    }

    /** What the world has seen. */
    private record Outcome(
            int pulls, List<String> pushes, List<String> comments, int checks, int exchanges, String state) {}

    private Outcome outcome(Path home, String run) throws Exception {
        Process status = factory(home, "status", run, "--json");
        end(status);
        String printed = Files.readString(folder.resolve("output.txt"));
        JsonNode json = Json.read(printed.substring(printed.lastIndexOf("\n{\n") + 1));
        return new Outcome(
                server.state.pulls.size(),
                server.requests.stream()
                        .filter(line -> line.startsWith("PUSH"))
                        .map(line -> line.substring(0, line.length() - 40))
                        .toList(),
                server.state.comments.stream()
                        .map(comment -> comment.path("body")
                                .asText()
                                .lines()
                                .findFirst()
                                .orElse(""))
                        .map(line -> line.replaceAll("[0-9a-f]{12}", "HEAD"))
                        .toList(),
                server.state.runs.size(),
                json.at("/usage/exchanges").asInt(),
                json.path("status").asText());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path path : walk.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static String onlyRun(Path home) throws IOException {
        try (Stream<Path> runs = Files.list(home.resolve("runs"))) {
            return runs.findFirst().orElseThrow().getFileName().toString();
        }
    }

    @Test
    void shouldDoEverythingOnceWhereverItsProcessIsKilled() throws Exception {
        List<String> requests = new CopyOnWriteArrayList<>();
        fresh();
        server.traffic = new GitHubServer.Traffic() {
            @Override
            public void before(String line) {
                requests.add(line);
            }
        };
        assertThat(end(begin(folder.resolve("whole")))).as(output()).isZero();
        int push = requests.stream()
                .map(line -> line.contains("git-receive-pack"))
                .toList()
                .indexOf(true);
        int gate = requests.subList(0, push).lastIndexOf("GET /api/v3/repos/octo/demo/branches/main");

        Path template = folder.resolve("template");
        fresh();
        Killer first = new Killer(gate, false);
        server.traffic = first;
        first.victim = begin(template);
        assertThat(end(first.victim)).isNotZero();
        String run = onlyRun(template);
        Outcome expected = undisturbed(template, run);
        assertThat(expected.pulls()).isEqualTo(1);
        assertThat(expected.pushes()).hasSize(2);
        assertThat(expected.comments()).hasSize(1);
        assertThat(expected.checks()).isEqualTo(3);
        assertThat(expected.state()).isEqualTo("done");

        List<String> problems = new ArrayList<>();
        List<Integer> wanted = wanted(requests.size() - gate);
        for (int request : wanted) {
            for (boolean carriedOut : List.of(false, true)) {
                Outcome found = killed(template, run, request, carriedOut);
                if (!found.equals(expected)) {
                    problems.add((carriedOut ? "after " : "before ") + requests.get(gate + request) + ": " + found);
                }
            }
        }
        System.out.println("killed and resumed at " + 2 * wanted.size() + " moments of " + 2 * (requests.size() - gate)
                + " at the gate");
        assertThat(problems).isEmpty();
    }

    private static List<Integer> wanted(int all) {
        int most = KILLS.equals("all") ? all : Math.min(all, Integer.parseInt(KILLS));
        return IntStream.range(0, most)
                .mapToObj(i -> (int) ((i + 0.5) * all / most))
                .toList();
    }

    private Outcome undisturbed(Path template, String run) throws Exception {
        fresh();
        Path home = folder.resolve("undisturbed");
        copy(template, home);
        assertThat(end(factory(home, "resume", run))).as(output()).isZero();
        return outcome(home, run);
    }

    private Outcome killed(Path template, String run, int request, boolean carriedOut) throws Exception {
        fresh();
        Path home = folder.resolve("home-" + request + carriedOut);
        copy(template, home);
        Killer killer = new Killer(request, carriedOut);
        server.traffic = killer;
        killer.victim = factory(home, "resume", run);
        end(killer.victim);
        server.traffic = GitHubServer.Traffic.NONE;
        if (killer.victim.exitValue() != 0) {
            assertThat(end(factory(home, "resume", run))).as(output()).isZero();
        }
        return outcome(home, run);
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output.txt"), UTF_8);
    }
}
