package io.jenkins.plugins.openfactory.engine.stage.release;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.git.RealGit;
import io.jenkins.plugins.openfactory.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Documents of a plan: so many tickets, each of which proves one criterion. */
final class Plan {
    /** Text that would act if a report let it. */
    static final String HOSTILE =
            "<script>alert(1)</script> \"onmouseover=\"x\" [a](javascript:b) ![p](https://evil.example/p.png)"
                    + " `c` | d | \u202Eesrever\u202C \u001B[31m </pre> &lt; {{style}} <img src=x onerror=alert(2)> *e* _f_ ${g} $1";

    private final int tickets;
    private final String word;

    /** @param word a text of the model that stands in every place where one can */
    Plan(int tickets, String word) {
        this.tickets = tickets;
        this.word = word;
    }

    /** The base commit, the same in every recorded run. */
    static String base(Path source) throws IOException {
        RealGit.repository(
                source,
                "README.md",
                "# Shop\n\n## Build\n\n`make` builds it.\n\n## History\n\nOld.\n",
                "Makefile",
                "test:\n");
        List<String> dates = List.of("GIT_COMMITTER_DATE=2026-05-01T00:00:00Z");
        RealGit.run(source, dates, "commit", "-q", "--amend", "--no-edit", "--date=2026-05-01T00:00:00Z");
        return RealGit.git(source, "rev-parse", "HEAD").strip();
    }

    static String id(int number) {
        return String.format("%04d", number);
    }

    static String source(int number) {
        return "src/main/java/shop/Part" + id(number) + ".java";
    }

    static String test(int number) {
        return "src/test/java/shop/Part" + id(number) + "Test.java";
    }

    static List<String> argv(int number) {
        return List.of("make", "test-" + id(number));
    }

    /** The tickets that one builds on: two come first, each of the others has one or two before it. */
    static List<String> before(int number) {
        if (number <= 2) {
            return List.of();
        }
        return number == 3 ? List.of(id(1), id(2)) : List.of(id(number / 2));
    }

    ObjectNode spec() {
        ObjectNode spec = Json.object();
        spec.put("title", "Show stock levels in the shop " + word);
        spec.put(
                "summary",
                "Customers see how many pieces of an article are left.\n\nThe number comes from the store. " + word);
        spec.putArray("scope").add("A number beside each article.").add("Scope " + word);
        spec.putArray("nonGoals").add("Reserving pieces.").add("Left out " + word);
        spec.putArray("assumptions").add("A number above 99 is shown as 99+.").add("Assumed " + word);
        spec.putArray("constraints").add("Java 17, no new dependency.").add("Constraint " + word);
        spec.putArray("risks")
                .addObject()
                .put("risk", "The store is slow " + word)
                .put("mitigation", "Ask it once a minute");
        ArrayNode criteria = spec.putArray("acceptanceCriteria");
        for (int i = 1; i <= tickets; i++) {
            criteria.addObject()
                    .put("id", "AC-" + i)
                    .put("statement", "Part " + i + " shows the level of its article " + word)
                    .put("verification", "Part" + id(i) + "Test compares it " + word);
        }
        return spec;
    }

    ObjectNode tickets() {
        ObjectNode document = Json.object();
        for (int i = 1; i <= tickets; i++) {
            ObjectNode ticket = document.withArray("tickets").addObject().put("id", id(i));
            ticket.put("title", "Show the level of part " + i + " " + word)
                    .put("goal", "Part " + i + " shows its level. " + word);
            rule(ticket, source(i));
            rule(ticket, test(i));
            ticket.putArray("commands").add("make");
            ObjectNode test = ticket.putArray("tests").addObject();
            argv(i).forEach(test.putArray("argv")::add);
            test.putArray("proves").add("AC-" + i);
            test.put("mustFailFirst", true);
            ticket.putArray("doneCriteria").add("The level is compared. " + word);
            before(i).forEach(ticket.putArray("dependsOn")::add);
        }
        return document;
    }

    private static void rule(ObjectNode ticket, String glob) {
        ticket.withArray("files")
                .addObject()
                .put("glob", glob)
                .putArray("allow")
                .add("create")
                .add("modify");
    }

    ObjectNode settings() {
        ObjectNode settings = Json.object()
                .put("repository", "https://git.example.org/shop.git")
                .put("base", "main");
        settings.putArray("gates")
                .add(Json.array().add("make").add("test"))
                .add(Json.array().add("make").add("integration"));
        settings.putArray("requiredChecks").add("tests");
        settings.putObject("checks").putArray("tests").addArray().add("make").add("ci");
        settings.putObject("forge").put("kind", "github").put("repo", "shop/shop");
        ObjectNode model = settings.putObject("model").put("provider", "openai");
        model.put("baseUrl", "https://models.example.org/v1").put("modelId", "coder-32b");
        return settings;
    }
}
