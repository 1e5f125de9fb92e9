package io.jenkins.plugins.openfactory.exec;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a policy says about an argument list and why, for people. By the text alone: whether the program is installed and
 * which sandbox would run it is the runner's word ({@link CommandRunner#check}).
 *
 * @param rule the rule that allows it, else the nearest one, else {@code none}
 * @param code empty if it is allowed, else as in {@link CommandOutcome.Denied}
 * @param index the argument that first differs from the nearest rule; 0 if it is allowed
 * @param detail one sentence: what the rule is for, or what differs and what would be allowed
 * @param examples of a denial, the command lines most like it among those that the nearest rule says it allows
 */
public record PolicyExplanation(
        List<String> argv, boolean allowed, String rule, String code, int index, String detail, List<String> examples) {
    private static final int EXAMPLES = 3;

    /** Asks a policy, with paths judged as if the command ran in the workspace's own folder. */
    public static PolicyExplanation of(CommandPolicy policy, List<String> argv) {
        return of(policy, policy.decide(argv), argv);
    }

    /**
     * Asks a policy with the paths of a real workspace.
     *
     * @param only the rules that may be used; empty for all of them
     */
    public static PolicyExplanation of(
            CommandPolicy policy, List<String> argv, Optional<Set<String>> only, WorkspacePaths paths) {
        return of(policy, policy.decide(argv, only, paths), argv);
    }

    private static PolicyExplanation of(CommandPolicy policy, Decision decision, List<String> argv) {
        if (decision instanceof Decision.Allowed allowed) {
            String kind = allowed.rule().kind().name().toLowerCase(Locale.ROOT);
            return new PolicyExplanation(
                    argv,
                    true,
                    allowed.rule().name(),
                    "",
                    0,
                    allowed.rule().summary() + " (kind " + kind + ")",
                    List.of());
        }
        Decision.Refused refused = (Decision.Refused) decision;
        return new PolicyExplanation(
                argv,
                false,
                refused.rule(),
                refused.code(),
                refused.index(),
                refused.reason() + ".",
                Nearest.of(String.join(" ", argv), policy.examples(refused.rule()), EXAMPLES));
    }

    /** The explanation as lines for a terminal, without a newline at the end. */
    public String text() {
        if (allowed) {
            return "allowed by rule " + rule + "\n  " + detail;
        }
        String where =
                index < argv.size() ? "argument " + index + ", '" + argv.get(index) + "'" : "the end of the list";
        String allowed = examples.isEmpty() ? "" : "\n  it allows for instance: " + String.join(", ", examples);
        return "denied: " + code + "\n  nearest rule: " + rule + "\n  first difference: " + where + "\n  " + detail
                + allowed;
    }

    /** The explanation as a JSON object with the record's fields. */
    public ObjectNode json() {
        ObjectNode node = Json.object();
        argv.forEach(node.putArray("argv")::add);
        node.put("allowed", allowed);
        node.put("rule", rule);
        node.put("code", code);
        node.put("index", index);
        node.put("detail", detail);
        examples.forEach(node.putArray("examples")::add);
        return node;
    }
}
