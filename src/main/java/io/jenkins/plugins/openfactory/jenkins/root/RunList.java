package io.jenkins.plugins.openfactory.jenkins.root;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** One page of the list of runs. Immutable. */
public final class RunList {
    /** How many runs stand on a page. */
    public static final int PAGE = 50;

    private final List<String> words;
    private final String state;

    /**
     * @param search words that the title, the run's id or the job's name must all hold, in any case; may be empty
     * @param state the only state that is wanted; empty for every one
     */
    public RunList(String search, String state) {
        this.words = Stream.of(search.toLowerCase(Locale.ROOT).strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
        this.state = state;
    }

    /**
     * The page that begins after so many runs that match, with whether there are more behind it. Looks at no more runs
     * than it needs.
     *
     * @param runs newest first, made as they are asked for
     */
    public JsonNode page(Stream<Map<String, Object>> runs, int from) {
        ObjectNode page = Json.object().put("from", from);
        page.putArray("runs");
        Iterator<Map<String, Object>> matching =
                runs.filter(this::matches).skip(from).iterator();
        for (int i = 0; i < PAGE && matching.hasNext(); i++) {
            page.withArray("runs").add(Json.tree(matching.next()));
        }
        return page.put("more", matching.hasNext());
    }

    private boolean matches(Map<String, Object> run) {
        String text = (run.get("title") + "\n" + run.get("runId") + "\n" + run.get("job")).toLowerCase(Locale.ROOT);
        return (state.isEmpty() || state.equals(run.get("status")))
                && words.stream().allMatch(text::contains);
    }
}
