package io.jenkins.plugins.openfactory.evidence.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.openfactory.evidence.AuditChain;
import io.jenkins.plugins.openfactory.evidence.CiEvidence;
import io.jenkins.plugins.openfactory.evidence.report.Inert;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.spec.Note;
import io.jenkins.plugins.openfactory.spec.Spec;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the run view shows at once (schema {@code run-view}); patches, logs and exchanges are fetched by their
 * names. The same for the page in Jenkins and for the report. Immutable.
 *
 * @param spec empty until it is frozen
 * @param notes what the models want a person to confirm
 * @param rounds the looks at the required checks, in order
 * @param audit the audit chain, computed again
 * @param words what people said
 * @param story how it went, in sentences; only a finished run has one
 */
public record RunView(
        int version,
        Head head,
        Request request,
        Optional<Spec> spec,
        List<TicketView> tickets,
        List<Note> notes,
        List<CommandView> commands,
        List<ExchangeView> exchanges,
        List<CiEvidence.Round> rounds,
        List<Fix> fixes,
        AuditChain audit,
        List<Word> words,
        List<String> story,
        List<File> files) {
    /** The version of the document's shape. */
    public static final int VERSION = 1;

    /** What was asked. */
    public record Request(String text, String origin, String sha256) {}

    /**
     * One attempt to mend a failed check.
     *
     * @param pushed whether it became the head of the pull request at that time
     * @param patch the artifact with it
     */
    public record Fix(int number, String commit, boolean pushed, Optional<String> patch) {
        static Fix of(CiEvidence.Fix fix) {
            return new Fix(fix.number(), fix.commit(), fix.pushed(), fix.patch());
        }
    }

    /** What a person said: an answer, an approval or a rejection, bound to the hash of what was shown. */
    public record Word(String subject, String decision, String sha256, String text, String by, String at) {}

    /**
     * One artifact.
     *
     * @param sha256 empty while the run goes on
     */
    public record File(String path, long size, Optional<String> sha256) {}

    /**
     * The document, in which no text can act on a screen.
     *
     * @param characters of one text at most; what is cut off becomes an ellipsis
     * @param rows of one list at most
     */
    public JsonNode json(int characters, int rows) {
        ObjectNode document = (ObjectNode) inert(Json.tree(this), characters);
        ObjectNode omitted = document.putObject("omitted");
        for (String list : List.of("tickets", "commands", "exchanges", "rounds", "fixes", "files")) {
            ArrayNode all = document.withArray(list);
            int more = Math.max(0, all.size() - rows);
            omitted.put(list, more);
            for (int i = 0; i < more; i++) {
                all.remove(all.size() - 1);
            }
        }
        return document;
    }

    /** A copy of a tree in which no text can act on a screen. */
    static JsonNode inert(JsonNode node, int characters) {
        if (node.isTextual()) {
            return TextNode.valueOf(Inert.clip(Inert.text(node.asText()), characters));
        }
        if (node.isObject()) {
            ObjectNode copy = Json.object();
            node.properties().forEach(field -> copy.set(field.getKey(), inert(field.getValue(), characters)));
            return copy;
        }
        if (node.isArray()) {
            ArrayNode copy = Json.array();
            node.forEach(item -> copy.add(inert(item, characters)));
            return copy;
        }
        return node;
    }
}
