package io.jenkins.plugins.openfactory.exec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many of a file's argument lists a policy allows.
 *
 * @param lines argument lists in the file; empty lines and those that start with {@code #} are not counted
 * @param allowedByRule how many each rule allows
 * @param deniedByCode how many are denied for each code
 * @param denied every denial, with its line's number in the file
 */
public record PolicyStats(
        int lines,
        int allowed,
        Map<String, Integer> allowedByRule,
        Map<String, Integer> deniedByCode,
        List<Line> denied) {
    /** A denied line. */
    public record Line(int number, PolicyExplanation explanation) {}

    /**
     * Reads a file of lines as {@link ArgvLine} takes them.
     *
     * @throws UserError where the file can't be read
     */
    public static PolicyStats of(CommandPolicy policy, Path file) {
        List<String> texts;
        try {
            texts = Files.readAllLines(file);
        } catch (IOException e) {
            throw new UserError("The file '" + file + "' can't be read; name a text file in UTF-8.", e);
        }
        int lines = 0;
        Map<String, Integer> allowed = new TreeMap<>();
        Map<String, Integer> codes = new TreeMap<>();
        List<Line> denied = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            if (texts.get(i).isBlank() || texts.get(i).strip().startsWith("#")) {
                continue;
            }
            lines++;
            PolicyExplanation explanation = explain(policy, texts.get(i));
            if (explanation.allowed()) {
                allowed.merge(explanation.rule(), 1, Integer::sum);
            } else {
                codes.merge(explanation.code(), 1, Integer::sum);
                denied.add(new Line(i + 1, explanation));
            }
        }
        return new PolicyStats(lines, lines - denied.size(), allowed, codes, denied);
    }

    /** A line that is no argument list counts as denied: one bad line must not hide what the others show. */
    private static PolicyExplanation explain(CommandPolicy policy, String line) {
        try {
            return PolicyExplanation.of(policy, ArgvLine.parse(line));
        } catch (UserError e) {
            return new PolicyExplanation(List.of(line), false, "none", "NOT_A_LIST", 0, e.getMessage(), List.of());
        }
    }

    /** The share that is allowed, from 0 to 1; 1 for a file without lines. */
    public double share() {
        return lines == 0 ? 1 : (double) allowed / lines;
    }

    /** The numbers as lines for a terminal, without a newline at the end. */
    public String text() {
        StringBuilder out = new StringBuilder(
                String.format(Locale.ROOT, "%d of %d lines are allowed (%.1f %%)", allowed, lines, share() * 100));
        allowedByRule.forEach((rule, count) ->
                out.append("\n  allowed by ").append(rule).append(": ").append(count));
        deniedByCode.forEach((code, count) ->
                out.append("\n  denied, ").append(code).append(": ").append(count));
        denied.forEach(line -> out.append("\n  line ")
                .append(line.number())
                .append(": ")
                .append(line.explanation().code())
                .append(", ")
                .append(line.explanation().detail()));
        return out.toString();
    }

    /** The numbers as a JSON object. */
    public ObjectNode json() {
        ObjectNode node = Json.object();
        node.put("lines", lines);
        node.put("allowed", allowed);
        node.put("share", share());
        allowedByRule.forEach(node.putObject("allowedByRule")::put);
        deniedByCode.forEach(node.putObject("deniedByCode")::put);
        var list = node.putArray("denied");
        denied.forEach(line -> list.add(line.explanation().json().put("line", line.number())));
        return node;
    }
}
