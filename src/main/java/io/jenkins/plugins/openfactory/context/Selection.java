package io.jenkins.plugins.openfactory.context;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.List;
import java.util.function.Predicate;

/**
 * The part of a repository that a ticket needs to see.
 *
 * @param files ticket files first, then by rank
 * @param map path and signatures of files that did not fit, by rank; empty where everything fits or nothing is left
 */
public record Selection(List<SelectedFile> files, String map) {
    public Selection {
        files = List.copyOf(files);
    }

    /** The selection as text for a model, each file delimited as data by marks that its content can't close. */
    public String render() {
        return DataBlocks.render(files, map);
    }

    /**
     * The selection as text that several prompts share. Texts that leave out different files begin alike as far as they
     * can: the map comes first, and the files that are likeliest to change, which are those that rank highest and documents, last.
     *
     * @param seed what the marks come from, the same for texts that are to begin alike; must be nothing that a file's
     *     author could have known, such as the id of the commit that holds the files
     * @param shown the paths that are not left out
     */
    public String shared(String seed, Predicate<String> shown) {
        return DataBlocks.shared(files, map, seed, shown);
    }

    /** The selection as JSON: {@code tokens}, {@code files[{path, form, text}]} and {@code map}. */
    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.put("tokens", tokens());
        ArrayNode list = json.putArray("files");
        for (SelectedFile file : files) {
            list.addObject()
                    .put("path", file.path())
                    .put("form", file.form().id())
                    .put("text", file.text());
        }
        json.put("map", map);
        return json;
    }

    /** How much of a budget the rendering takes: its characters divided by four, rounded up. */
    public int tokens() {
        return (render().length() + 3) / 4;
    }
}
