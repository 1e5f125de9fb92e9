package io.jenkins.plugins.openfactory.evidence.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.run.Count;
import io.jenkins.plugins.openfactory.run.StageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happens in a run, and what is to be done about it, in sentences.
 *
 * @param headline what happens, in a few words
 * @param text more about it; may be empty
 * @param action the next action, as it is for a person who looks at a build; a report is made of runs that are done
 * @param person whether that action is a person's
 * @param word what a person can say now: {@code answer}, {@code approve}; empty where nothing is asked
 */
public record Now(String headline, String text, String action, boolean person, Optional<String> word) {
    private static final int MOST_NAMED = 3;

    static Now of(JsonNode status, Optional<Head.Approval> approval) {
        String error = status.at("/error/message").asText("");
        return switch (status.path("status").asText()) {
            case "queued" -> idle("Waits for its turn", "", "Nothing: the factory begins by itself.");
            case "running" -> idle(running(status), summary(status), "Nothing: the factory works.");
            case "waiting" -> waiting(status, approval);
            case "cancel_requested" ->
                idle("Is being cancelled", "", "Nothing: commands that run are stopped within five seconds.");
            case "cancelled" ->
                person(
                        "Cancelled",
                        error.isEmpty() ? "What it did so far is kept." : error,
                        "Build again for a new run.");
            case "failed" ->
                person(
                        "Failed"
                                + stage(status, "failed")
                                        .map(stage -> " in stage " + stage.number() + ", " + stage.title())
                                        .orElse(""),
                        error,
                        "Read the reason and mend it, then build again: a new build is a new run.");
            case "ci_failed" ->
                person(
                        "A required check is not green",
                        error,
                        "Read the checks' verdict, then mend the pull request by hand, or build again for a new run.");
            default -> done(status);
        };
    }

    private static Now idle(String headline, String text, String action) {
        return new Now(headline, text, action, false, Optional.empty());
    }

    private static Now person(String headline, String text, String action) {
        return new Now(headline, text, action, true, Optional.empty());
    }

    private static Now waiting(JsonNode status, Optional<Head.Approval> approval) {
        String text = status.path("waitingText").asText("");
        return switch (status.path("waitingFor").asText()) {
            case "clarification" ->
                new Now("Waits for your answer", text, "Answer the question below.", true, Optional.of("answer"));
            case "approval" ->
                new Now(
                        "Waits for your approval of "
                                + approval.map(asked -> subject(asked.subject()))
                                        .orElse("what it planned"),
                        text,
                        "Look at it, then approve or reject it.",
                        true,
                        approval.map(asked -> "approve"));
            case "provider" ->
                idle(
                        "Waits for the model's provider",
                        text,
                        "Nothing: it is asked again by itself. Look after the provider if this lasts.");
            case "ci" ->
                idle("Waits for the required checks", text, "Nothing: the checks are looked at by themselves.");
            default -> idle("Waits", text, "Nothing.");
        };
    }

    /** The subject of an approval in words. */
    public static String subject(String subject) {
        return switch (subject) {
            case "spec" -> "the specification";
            case "tickets" -> "the tickets";
            case "pr" -> "the pull request's commit";
            default -> subject;
        };
    }

    private static Now done(JsonNode status) {
        String number = status.at("/pullRequest/number").asText("");
        return person(
                "Done: every required check succeeded on the pull request's head commit",
                "",
                number.isEmpty() ? "Look at the artifacts." : "Review pull request #" + number + " and merge it.");
    }

    private static String running(JsonNode status) {
        Optional<StageId> stage = stage(status, "running");
        if (stage.isEmpty()) {
            return "Between two stages";
        }
        if (stage.get() != StageId.IMPLEMENT_LOOP) {
            return "Works on stage " + stage.get().number() + ", " + stage.get().title();
        }
        List<String> working = new ArrayList<>();
        int done = 0;
        for (JsonNode ticket : status.path("tickets")) {
            done += ticket.path("status").asText().equals("succeeded") ? 1 : 0;
            if (ticket.path("status").asText().equals("running")) {
                working.add(ticket.path("id").asText());
            }
        }
        String named = working.size() > MOST_NAMED
                ? working.size() + " tickets"
                : (working.size() == 1 ? "ticket " : "tickets ") + String.join(", ", working);
        return "Implements " + (working.isEmpty() ? "tickets" : named) + "; " + done + " of "
                + Count.of(status.path("tickets").size(), "ticket") + " done";
    }

    private static String summary(JsonNode status) {
        for (JsonNode stage : status.path("stages")) {
            if (stage.path("status").asText().equals("running")) {
                return stage.path("summary").asText();
            }
        }
        return "";
    }

    private static Optional<StageId> stage(JsonNode status, String state) {
        for (JsonNode stage : status.path("stages")) {
            if (stage.path("status").asText().equals(state)) {
                return StageId.of(stage.path("id").asText());
            }
        }
        return Optional.empty();
    }
}
