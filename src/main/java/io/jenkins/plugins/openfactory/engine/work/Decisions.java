package io.jenkins.plugins.openfactory.engine.work;

import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.spec.Spec;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the specification and the architecture decided for the whole change, for those who write a part of it. */
public final class Decisions {
    private Decisions() {}

    /** The decisions and the architecture, with a word before each; empty where there is neither. */
    public static String of(StageContext context) {
        String architecture = architecture(context);
        return ofSpec(context)
                + (architecture.isEmpty()
                        ? ""
                        : "How the whole is built:\n\n" + Prompts.document("ARCHITECTURE.md", architecture) + "\n");
    }

    /** What the specification decided, with a word before it; empty where that is nothing. */
    public static String ofSpec(StageContext context) {
        String decided = decided(context.documents().spec());
        return decided.isEmpty()
                ? ""
                : "What was decided for the whole:\n\n" + Prompts.document("decisions", decided) + "\n";
    }

    /** The architecture's text; empty where there is none. */
    public static String architecture(StageContext context) {
        return context.documents()
                .json("architecture")
                .map(doc -> doc.path("text").asText())
                .orElse("");
    }

    private static String decided(Spec spec) {
        List<String> mitigations =
                spec.risks().stream().map(Spec.Risk::mitigation).toList();
        return Stream.of(
                        lines(spec.constraints(), line -> line),
                        lines(spec.assumptions(), line -> line),
                        lines(mitigations, line -> line),
                        lines(spec.nonGoals(), line -> "Not wanted: " + line))
                .collect(Collectors.joining());
    }

    private static String lines(List<String> lines, Function<String, String> form) {
        return lines.stream()
                .map(line -> "- " + form.apply(line.strip()) + "\n")
                .collect(Collectors.joining());
    }
}
