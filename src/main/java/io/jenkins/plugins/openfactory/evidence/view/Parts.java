package io.jenkins.plugins.openfactory.evidence.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.evidence.report.Inert;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The patches and logs that a report carries with it, because a page from disk can fetch nothing: patches first, then
 * what the checks printed, then the commands' logs, each from its beginning, until there is no room. For one report.
 */
final class Parts {
    /** The name of the run's log; no artifact is called so. */
    static final String LOG = "log:";

    private final Detail detail;
    private final Function<String, Optional<String>> read;
    private final ObjectNode parts = Json.object();
    private int left;

    Parts(Detail detail, Function<String, Optional<String>> read) {
        this.detail = detail;
        this.read = read;
        this.left = detail.parts();
    }

    /**
     * The parts by their names, each with its whole size in characters and as much of its text as there is room for.
     *
     * @param document as {@link RunView#json} made it
     */
    JsonNode of(JsonNode document, String log) {
        add(LOG, log);
        Set<String> paths = new LinkedHashSet<>();
        document.path("tickets").forEach(ticket -> named(paths, ticket.path("patch")));
        document.path("fixes").forEach(fix -> named(paths, fix.path("patch")));
        for (JsonNode round : document.path("rounds")) {
            round.path("seen").forEach(seen -> named(paths, seen.path("log")));
            round.path("tried").forEach(tried -> named(paths, tried.path("log")));
        }
        document.path("commands").forEach(command -> named(paths, command.path("log")));
        document.path("tickets").forEach(ticket -> ticket.path("tries").forEach(one -> named(paths, one.path("page"))));
        paths.forEach(path -> read.apply(path).ifPresent(text -> add(path, text)));
        return parts;
    }

    private static void named(Set<String> paths, JsonNode path) {
        if (path.isTextual()) {
            paths.add(path.asText());
        }
    }

    private void add(String name, String text) {
        String inert = Inert.text(text.substring(0, Math.min(text.length(), detail.part())));
        String shown = cut(inert, left);
        if (!shown.isEmpty() || text.isEmpty()) {
            left -= shown.length();
            boolean whole = text.length() <= detail.part() && shown.length() == inert.length();
            parts.putObject(name).put("size", text.length()).put("whole", whole).put("text", shown);
        }
    }

    /** Whole lines up to so many characters. */
    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most <= 0 ? -1 : text.lastIndexOf('\n', most - 1);
        return end < 0 ? "" : text.substring(0, end + 1);
    }
}
