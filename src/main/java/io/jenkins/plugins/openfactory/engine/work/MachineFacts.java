package io.jenkins.plugins.openfactory.engine.work;

import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What prompts say of the machine that the change is tested on: its gates, its tools, and what its command policy allows. */
public final class MachineFacts {
    /** The document that preflight leaves: {@code {"versions": ["GNU Make 4.3", …]}}. */
    public static final String TOOLS = "tools";

    /** What a line of {@link #TOOLS} ends with where the tool could not be run. */
    public static final String ABSENT = " does not run";

    private MachineFacts() {}

    /** The gates and the tools there. */
    public static String gates(StageContext context) {
        String gates = context.config().gates().stream()
                .map(gate -> "- " + String.join(" ", gate))
                .collect(Collectors.joining("\n"));
        List<String> versions = versions(context);
        String tools = versions.isEmpty() ? "" : "Tools there: " + String.join("; ", versions) + ".\n";
        return "The whole change must pass these commands, on a machine without a network:\n" + gates + "\n"
                + checks(context) + tools;
    }

    private static List<String> versions(StageContext context) {
        return context.documents()
                .json(TOOLS)
                .map(document -> Json.texts(document.path("versions")))
                .orElse(List.of());
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

    /** The commands that tests may use: programs that are there, with examples of those that the repository suggests. */
    public static String commands(StageContext context) {
        Set<String> missing = versions(context).stream()
                .filter(version -> version.endsWith(ABSENT))
                .map(version -> version.substring(0, version.length() - ABSENT.length()))
                .map(command -> command.substring(command.lastIndexOf(' ') + 1))
                .collect(Collectors.toSet());
        return CommandFacts.of(context, missing);
    }
}
