package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The replies of a scripted model, one file each, and the small story that most tests start from. */
public final class Script {
    /** A repository that any test can use: a greeting, and a Makefile with both gates. */
    public static final String[] SOURCE = {
        "greeting.txt", "hello\n",
        "Makefile", "test:\n\tgrep -q hello greeting.txt\n\nintegration:\n\tgrep -q hello greeting.txt\n"
    };

    private final Path folder;

    Script(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder() {
        return folder;
    }

    String request() {
        return "# Say goodbye\n\nBeside the greeting there should be a farewell.\n";
    }

    /** One criterion, one ticket, one attempt: everything goes well. */
    public Script farewell() {
        return spec(1).architecture()
                .tickets(ticket("0001").creates("farewell.txt").greps("bye", "farewell.txt", "AC-1"))
                .reply("0001/attempt-1.md", file("farewell.txt", "bye"));
    }

    /** A specification with so many criteria. */
    public Script spec(int criteria) {
        return reply("spec.json", Json.pretty(specification(criteria)));
    }

    public static ObjectNode specification(int criteria) {
        ObjectNode spec = Json.object().put("title", "A farewell").put("summary", "The greeting gets a farewell.");
        spec.putArray("scope").add("a farewell");
        spec.putArray("nonGoals").add("other languages");
        spec.putArray("assumptions");
        ArrayNode list = spec.putArray("acceptanceCriteria");
        for (int i = 1; i <= criteria; i++) {
            list.addObject()
                    .put("id", "AC-" + i)
                    .put("statement", "Farewell " + i + " is there.")
                    .put("verification", "A search for its word.");
        }
        spec.putArray("constraints");
        spec.putArray("risks").addObject().put("risk", "a typo").put("mitigation", "the test");
        return spec;
    }

    public Script architecture() {
        return reply("architecture.md", """
                ## Components

                One file beside `greeting.txt`.

                ## Data flow

                None.

                ## Interfaces

                None.

                ## Storage

                Files.

                ## Test strategy

                Each criterion by a search for its word.
                """);
    }

    public Script tickets(Draft... drafts) {
        return reply("tickets.json", Json.pretty(plan(drafts)));
    }

    public static ObjectNode plan(Draft... drafts) {
        ObjectNode plan = Json.object();
        ArrayNode list = plan.putArray("tickets");
        List.of(drafts).forEach(draft -> list.add(draft.json));
        return plan;
    }

    public static Draft ticket(String id) {
        return new Draft(id);
    }

    /** The reply that makes a file of one line. */
    public static String file(String path, String line) {
        return path + "\n```\n" + line + "\n```\n";
    }

    /** The reply that replaces text in a file. */
    public static String replace(String path, String old, String now) {
        return path + "\n```\n<<<<<<< SEARCH\n" + old + "\n=======\n" + now + "\n>>>>>>> REPLACE\n```\n";
    }

    /** Writes a reply under its name. */
    public Script reply(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A ticket in the making. */
    public static final class Draft {
        private final ObjectNode json;

        private Draft(String id) {
            json = Json.object()
                    .put("id", id)
                    .put("title", "Ticket " + id)
                    .put("goal", "What ticket " + id + " wants is true.");
            json.putArray("files");
            json.putArray("commands");
            json.putArray("tests");
            json.putArray("doneCriteria").add("The test passes.");
            json.putArray("dependsOn");
        }

        public Draft creates(String glob) {
            return may(glob, "create", "modify");
        }

        public Draft may(String glob, String... kinds) {
            ObjectNode rule = json.withArray("files").addObject().put("glob", glob);
            ArrayNode allow = rule.putArray("allow");
            List.of(kinds).forEach(allow::add);
            return this;
        }

        /** A test that must fail first: a word in a file, which proves a criterion. */
        public Draft greps(String word, String file, String criterion) {
            return test(true, List.of(criterion), "grep", "-q", word, file).command("grep");
        }

        public Draft test(boolean mustFailFirst, List<String> proves, String... argv) {
            ObjectNode test = json.withArray("tests").addObject();
            List.of(argv).forEach(test.putArray("argv")::add);
            proves.forEach(test.putArray("proves")::add);
            test.put("mustFailFirst", mustFailFirst);
            return this;
        }

        public Draft command(String rule) {
            json.withArray("commands").add(rule);
            return this;
        }

        public Draft dependsOn(String... ids) {
            List.of(ids).forEach(json.withArray("dependsOn")::add);
            return this;
        }

        public Draft mayWeaken(String glob) {
            json.withArray("mayWeakenTests").add(glob);
            return this;
        }

        public Draft limit(String name, int value) {
            json.withObject("/limits").put(name, value);
            return this;
        }
    }
}
