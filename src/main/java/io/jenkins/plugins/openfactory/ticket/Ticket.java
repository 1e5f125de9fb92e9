package io.jenkins.plugins.openfactory.ticket;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One unit of work that passed its schema. Immutable. */
public record Ticket(
        String id,
        String title,
        String goal,
        List<FileRule> files,
        List<String> commands,
        List<Test> tests,
        List<String> doneCriteria,
        Limits limits,
        List<String> dependsOn,
        List<String> mayWeakenTests) {

    /**
     * Files that may be touched.
     *
     * @param allow any of {@code create}, {@code modify}, {@code delete}
     */
    public record FileRule(String glob, List<String> allow) {}

    /** A command that proves the ticket. */
    public record Test(List<String> argv, List<String> proves, boolean mustFailFirst) {}

    /** Bounds; an empty one leaves the run's. */
    public record Limits(
            Optional<Integer> attempts,
            Optional<Long> tokens,
            Optional<Double> usd,
            Optional<Integer> wallClockSeconds) {}

    /** Reads a document that was validated against {@code ticket.schema.json}. */
    public static Ticket of(JsonNode json) {
        List<FileRule> files = new ArrayList<>();
        json.path("files").forEach(f -> files.add(new FileRule(f.path("glob").asText(), Json.texts(f.path("allow")))));
        List<Test> tests = new ArrayList<>();
        json.path("tests")
                .forEach(t -> tests.add(new Test(
                        Json.texts(t.path("argv")),
                        Json.texts(t.path("proves")),
                        t.path("mustFailFirst").asBoolean())));
        JsonNode limits = json.path("limits");
        return new Ticket(
                json.path("id").asText(),
                json.path("title").asText(),
                json.path("goal").asText(),
                List.copyOf(files),
                Json.texts(json.path("commands")),
                List.copyOf(tests),
                Json.texts(json.path("doneCriteria")),
                new Limits(
                        limits.has("attempts")
                                ? Optional.of(limits.get("attempts").asInt())
                                : Optional.empty(),
                        limits.has("tokens") ? Optional.of(limits.get("tokens").asLong()) : Optional.empty(),
                        limits.has("usd") ? Optional.of(limits.get("usd").asDouble()) : Optional.empty(),
                        limits.has("wallClockSeconds")
                                ? Optional.of(limits.get("wallClockSeconds").asInt())
                                : Optional.empty()),
                Json.texts(json.path("dependsOn")),
                Json.texts(json.path("mayWeakenTests")));
    }

    /** The id and the title as a file name: {@code 0001-serve-health}. */
    public String slug() {
        String ascii = Normalizer.normalize(title, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String cut = ascii.length() > 40 ? ascii.substring(0, 40).replaceAll("-$", "") : ascii;
        return cut.isEmpty() ? id : id + "-" + cut;
    }
}
