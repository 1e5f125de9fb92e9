package io.jenkins.plugins.openfactory.engine.work;

import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What prompts say of the machine that the change is tested on: its gates, its tools, and what its command policy allows. */
public final class MachineFacts {
    /** The document that preflight leaves: {@code {"versions": ["GNU Make 4.3", …]}}. */
    public static final String TOOLS = "tools";

    private MachineFacts() {}

    /** The gates and the tools there. */
    public static String gates(StageContext context) {
        String gates = context.config().gates().stream()
                .map(gate -> "- " + String.join(" ", gate))
                .collect(Collectors.joining("\n"));
        List<String> versions = context.documents()
                .json(TOOLS)
                .map(document -> Json.texts(document.path("versions")))
                .orElse(List.of());
        String tools = versions.isEmpty() ? "" : "Tools there: " + String.join("; ", versions) + ".\n";
        return "The whole change must pass these commands, on a machine without a network:\n" + gates + "\n"
                + checks(context) + tools;
    }

    /** What required checks run beside the gates. */
    private static String checks(StageContext context) {
        return context.config().requiredChecks().stream()
                .flatMap(check -> context.config().reproduce(check).stream()
                        .filter(argv -> !context.config().gates().contains(argv))
                        .map(argv -> "- " + String.join(" ", argv) + " (the required check " + check + ")\n"))
                .distinct()
                .collect(Collectors.joining());
    }

    /** The commands that tests may use, each program with examples. */
    public static String commands(StageContext context) {
        Map<String, String> examples = new TreeMap<>(context.doors().commands().examples());
        String building = examples.entrySet().stream()
                .filter(rule -> !rule.getValue().isEmpty())
                .map(rule -> "- " + rule.getValue())
                .collect(Collectors.joining("\n"));
        String reading = examples.entrySet().stream()
                .filter(rule -> rule.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        return "The command policy allows these programs, for instance so, with the usual options of a test or a build:\n"
                + (building.isEmpty() ? "" : building + "\n")
                + (reading.isEmpty() ? "" : "- to look at files: " + reading + "\n");
    }
}
