package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.forge.Issue;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.function.UnaryOperator;

/**
 * An issue as the request of a run. Whoever began the run chose the issue, so what its author wrote is the request, and so
 * are the comments of those who decide about the repository. What anybody else wrote is kept as material only. Stateless.
 */
final class IssueRequest {
    /** What others wrote is kept up to this many characters, oldest first. */
    private static final int MOST_REMARKS = 32_000;

    private IssueRequest() {}

    /** The request in words. */
    static String text(Issue issue) {
        StringBuilder text = new StringBuilder("# ").append(line(issue.title())).append('\n');
        if (!issue.body().isBlank()) {
            text.append('\n').append(issue.body().strip()).append('\n');
        }
        for (Issue.Comment comment : issue.comments()) {
            if (comment.author().trusted()) {
                text.append('\n').append(remark(comment));
            }
        }
        return text.toString();
    }

    /** What the snapshot of the request keeps of the issue besides that text. */
    static ObjectNode snapshot(Issue issue, UnaryOperator<String> masked) {
        ObjectNode kept = Json.object()
                .put("number", issue.number())
                .put("author", issue.author().login())
                .put("association", issue.author().association())
                .put("open", issue.open());
        ArrayNode comments = kept.putArray("comments");
        int room = MOST_REMARKS;
        int left = 0;
        for (Issue.Comment comment : issue.comments()) {
            boolean trusted = comment.author().trusted();
            ObjectNode row = Json.object()
                    .put("author", comment.author().login())
                    .put("association", comment.author().association())
                    .put("at", comment.at())
                    .put("trusted", trusted);
            if (!trusted) {
                String text = masked.apply(comment.text());
                room -= text.length();
                row.put("text", text);
            }
            if (trusted || room >= 0) {
                comments.add(row);
            } else {
                left++;
            }
        }
        return kept.put("leftOut", left);
    }

    /** What others wrote, as the snapshot has it; empty where nobody did. */
    static String remarks(JsonNode snapshot) {
        StringBuilder text = new StringBuilder();
        for (JsonNode comment : snapshot.path("issue").path("comments")) {
            if (!comment.path("trusted").asBoolean()) {
                text.append(text.isEmpty() ? "" : "\n")
                        .append(remark(new Issue.Comment(
                                new Issue.Person(
                                        comment.path("author").asText(),
                                        comment.path("association").asText()),
                                comment.path("at").asText(),
                                comment.path("text").asText())));
            }
        }
        int left = snapshot.path("issue").path("leftOut").asInt();
        return left == 0 ? text.toString() : text + "\n(" + left + " more comments are left out.)\n";
    }

    private static String remark(Issue.Comment comment) {
        return "Comment of " + line(comment.author().login()) + " ("
                + comment.author().association().toLowerCase(java.util.Locale.ROOT) + "), " + line(comment.at())
                + ":\n\n" + comment.text().strip() + "\n";
    }

    private static String line(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
