package io.jenkins.plugins.openfactory.smoke;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.spec.SpecRules;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import io.jenkins.plugins.openfactory.ticket.TicketRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds that {@code examples/smoke} tells a true story; the engine's own tests play it through every stage. */
class SmokeExampleTest {
    private static final Path EXAMPLE = Path.of("examples/smoke");
    private static final Path REPLIES = EXAMPLE.resolve("replies");
    private static final Pattern EDIT = Pattern.compile("(?ms)^([\\w./-]+)\\n```\\w+\\n(.*?)^```\\n");
    private static final Pattern SEARCH_REPLACE =
            Pattern.compile("(?s)<<<<<<< SEARCH\\n(.*?)=======\\n(.*?)>>>>>>> REPLACE\\n");

    @TempDir
    Path folder;

    @Test
    void shouldHaveASpecificationAndTicketsThatFollowSchemasAndRules() throws IOException {
        JsonNode spec = Json.read(reply("spec.json"));
        JsonNode tickets = Json.read(reply("tickets.json")).path("tickets");

        assertThat(violations("spec", spec)).isEmpty();
        assertThat(SpecRules.firstProblem(spec)).isEmpty();
        tickets.forEach(ticket -> assertThat(violations("ticket", ticket)).isEmpty());
        TicketRules rules = new TicketRules(
                Spec.of(spec),
                Set.of("java"),
                (ticket, test) -> test.argv().subList(0, 2).equals(List.of("java", "ci/Build.java"))
                        ? Optional.empty()
                        : Optional.of("not the build"));
        assertThat(rules.firstProblem(tickets())).isEmpty();
    }

    @Test
    void shouldHaveEveryHeadingOfAnArchitecture() throws IOException {
        assertThat(reply("architecture.md").lines())
                .contains("## Components", "## Data flow", "## Interfaces", "## Storage", "## Test strategy");
    }

    @Test
    void shouldTouchNoFileOutsideATicket() throws IOException {
        for (Ticket ticket : tickets()) {
            List<String> globs =
                    ticket.files().stream().map(Ticket.FileRule::glob).toList();
            for (String attempt : attempts(ticket)) {
                assertThat(globs).as(attempt).containsAll(edits(attempt).keySet());
            }
        }
    }

    @Test
    void shouldPassEverythingBeforeTheRun() throws Exception {
        Path base = base("base");

        for (String task : List.of("test", "integration", "ci")) {
            assertThat(build(base, task)).as(task).endsWith("exit 0");
        }
        assertThat(build(base, "test", "NoSuchTest"))
                .contains("no test class NoSuchTest")
                .endsWith("exit 1");
    }

    @Test
    void shouldFailEveryTicketsTestsWithoutItsCode() throws Exception {
        for (Ticket ticket : tickets()) {
            Path tree = base("without-" + ticket.id());
            for (String dependency : ticket.dependsOn()) {
                apply(tree, dependency + "/attempt-1.md", path -> true);
            }
            apply(tree, ticket.id() + "/attempt-1.md", path -> path.startsWith("src/test/"));

            assertThat(build(tree, ticket.tests().get(0)))
                    .as(ticket.id())
                    .contains("cannot find symbol")
                    .endsWith("exit 1");
        }
    }

    @Test
    void shouldFailOneAttemptAndOneCheckAndMendBoth() throws Exception {
        Path tree = base("run");
        Ticket health = tickets().get(0);

        apply(tree, "0001/attempt-1.md", path -> true);
        assertThat(build(tree, health.tests().get(0)))
                .contains("content type: expected <application/json> but was <null>")
                .endsWith("exit 1");
        apply(tree, "0001/attempt-2.md", path -> true);
        apply(tree, "0002/attempt-1.md", path -> true);
        for (Ticket ticket : tickets().subList(0, 2)) {
            assertThat(build(tree, ticket.tests().get(0))).as(ticket.id()).endsWith("exit 0");
        }

        apply(tree, "0003/attempt-1.md", path -> true);
        assertThat(build(tree, "test")).contains("8 passed, 0 failed").endsWith("exit 0");
        assertThat(build(tree, "integration")).contains("5 passed, 0 failed").endsWith("exit 0");
        assertThat(build(tree, "ci"))
                .contains("Service.java:38: warning: [deprecation]")
                .endsWith("exit 1");

        apply(tree, "ci-fix-1.md", path -> true);
        assertThat(build(tree, "ci")).contains("13 passed, 0 failed").endsWith("exit 0");
    }

    private static List<String> violations(String schema, JsonNode document) {
        try {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Files.readString(Path.of("schemas", schema + ".schema.json")))
                    .validate(document.toString(), InputFormat.JSON)
                    .stream()
                    .map(Object::toString)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Ticket> tickets() throws IOException {
        JsonNode tickets = Json.read(reply("tickets.json")).path("tickets");
        return StreamSupport.stream(tickets.spliterator(), false)
                .map(Ticket::of)
                .toList();
    }

    private static List<String> attempts(Ticket ticket) throws IOException {
        try (Stream<Path> files = Files.list(REPLIES.resolve(ticket.id()))) {
            return files.map(file -> ticket.id() + "/" + file.getFileName())
                    .sorted()
                    .toList();
        }
    }

    private static String reply(String name) throws IOException {
        return Files.readString(REPLIES.resolve(name));
    }

    private static Map<String, List<String>> edits(String reply) throws IOException {
        Map<String, List<String>> edits = new LinkedHashMap<>();
        Matcher matcher = EDIT.matcher(reply(reply));
        while (matcher.find()) {
            edits.computeIfAbsent(matcher.group(1), path -> new ArrayList<>()).add(matcher.group(2));
        }
        assertThat(edits).as(reply).isNotEmpty();
        return edits;
    }

    private static void apply(Path tree, String reply, Predicate<String> wanted) throws IOException {
        for (Map.Entry<String, List<String>> edit : edits(reply).entrySet()) {
            Path file = tree.resolve(edit.getKey());
            for (String body : wanted.test(edit.getKey()) ? edit.getValue() : List.<String>of()) {
                Matcher block = SEARCH_REPLACE.matcher(body);
                if (block.matches()) {
                    String text = Files.readString(file);
                    assertThat(text).as(reply).containsOnlyOnce(block.group(1));
                    Files.writeString(file, text.replace(block.group(1), block.group(2)));
                } else {
                    assertThat(file).as(reply).doesNotExist();
                    Files.writeString(file, body);
                }
            }
        }
    }

    private Path base(String name) throws IOException {
        Path repo = EXAMPLE.resolve("repo");
        Path tree = folder.resolve(name);
        try (Stream<Path> files = Files.walk(repo)) {
            for (Path file :
                    files.filter(path -> !path.startsWith(repo.resolve("out"))).toList()) {
                Files.copy(file, tree.resolve(repo.relativize(file).toString()));
            }
        }
        return tree;
    }

    private static String build(Path tree, Ticket.Test test) throws Exception {
        return build(tree, test.argv().subList(2, test.argv().size()).toArray(String[]::new));
    }

    /** What the build said, with its exit code at the end. */
    private static String build(Path tree, String... arguments) throws Exception {
        List<String> argv = new ArrayList<>();
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        argv.add("ci/Build.java");
        argv.addAll(List.of(arguments));
        Process process = new ProcessBuilder(argv)
                .directory(tree.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes());
        return output + "exit " + process.waitFor();
    }
}
