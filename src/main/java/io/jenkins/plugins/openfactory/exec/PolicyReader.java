package io.jenkins.plugins.openfactory.exec;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.run.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Turns a policy document that fits its schema into rules. */
final class PolicyReader {
    private final Map<String, JsonNode> shared = new LinkedHashMap<>();
    private final Limits standard;

    PolicyReader(JsonNode document) {
        document.path("grammars").properties().forEach(entry -> shared.put(entry.getKey(), entry.getValue()));
        this.standard = limits(document.path("limits"), Limits.defaults());
    }

    PolicyRule rule(JsonNode node) {
        String name = node.path("name").asText();
        Grammar grammar = grammar(node, Optional.empty(), name);
        List<PolicyRule.Subcommand> subcommands = new ArrayList<>();
        for (JsonNode sub : node.path("subcommands")) {
            subcommands.add(
                    new PolicyRule.Subcommand(words(sub.path("words")), grammar(sub, Optional.of(grammar), name)));
        }
        String path = node.path("path").asText("auto");
        return new PolicyRule(
                name,
                node.path("program").asText(),
                words(node.path("aliases")),
                path.equals("auto") ? Optional.empty() : Optional.of(path),
                Optional.ofNullable(node.get("sha256")).map(JsonNode::asText),
                PolicyRule.Kind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT)),
                node.path("summary").asText(),
                grammar,
                subcommands.isEmpty() || node.has("operands"),
                List.copyOf(subcommands),
                words(node.path("prefix")),
                words(node.path("folders")),
                variables(node.path("environment")),
                limits(node.path("limits"), standard),
                PolicyRule.Network.valueOf(
                        node.path("network").asText("loopback").toUpperCase(Locale.ROOT)));
    }

    static Map<String, String> variables(JsonNode node) {
        Map<String, String> variables = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            if (EnvironmentNames.refused(entry.getKey())) {
                throw new UserError("The policy sets the environment variable '" + entry.getKey()
                        + "', which changes how programs run; take it out.");
            }
            variables.put(entry.getKey(), entry.getValue().asText());
        });
        return Map.copyOf(variables);
    }

    private static Limits limits(JsonNode node, Limits base) {
        return new Limits(
                Duration.ofSeconds(
                        node.path("wallClockSeconds").asLong(base.wallClock().toSeconds())),
                Duration.ofSeconds(node.path("cpuSeconds").asLong(base.cpu().toSeconds())),
                node.path("memoryMiB").asLong(base.memoryBytes() >> 20) << 20,
                node.path("processes").asInt(base.processes()),
                node.path("fileMiB").asLong(base.fileBytes() >> 20) << 20,
                node.path("openFiles").asInt(base.openFiles()),
                node.path("outputKiB").asLong(base.outputBytes() >> 10) << 10);
    }

    private Grammar grammar(JsonNode node, Optional<Grammar> outer, String rule) {
        Set<String> flags = new LinkedHashSet<>();
        Map<String, OptionSpec> options = new LinkedHashMap<>();
        Set<String> required = new LinkedHashSet<>();
        outer.ifPresent(grammar -> {
            flags.addAll(grammar.flags());
            options.putAll(grammar.options());
        });
        List<JsonNode> layers = new ArrayList<>();
        for (String used : words(node.path("use"))) {
            layers.add(Optional.ofNullable(shared.get(used))
                    .orElseThrow(() -> new UserError("Rule '" + rule + "' of the policy uses the grammar '" + used
                            + "', which the document does not define; add it under 'grammars'.")));
        }
        layers.add(node);
        JsonNode operands = null;
        JsonNode after = null;
        for (JsonNode layer : layers) {
            flags.addAll(words(layer.path("flags")));
            required.addAll(words(layer.path("required")));
            layer.path("options")
                    .properties()
                    .forEach(entry -> options.put(entry.getKey(), option(entry.getKey(), entry.getValue(), rule)));
            operands = layer.has("operands") ? layer.get("operands") : operands;
            after = layer.has("afterDashes") ? layer.get("afterDashes") : after;
        }
        return new Grammar(
                flags,
                options,
                any(layers, "bundle") || outer.map(Grammar::bundle).orElse(false),
                any(layers, "numeric"),
                any(layers, "optionsFirst"),
                any(layers, "doubleDash"),
                operands(operands, rule),
                operands(after, rule),
                required);
    }

    private static boolean any(List<JsonNode> layers, String field) {
        return layers.stream().anyMatch(layer -> layer.path(field).asBoolean(false));
    }

    private static OptionSpec option(String name, JsonNode node, String rule) {
        List<ValueSpec> values = new ArrayList<>();
        values.add(value(node, rule));
        if (node.has("then")) {
            values.add(value(node.get("then"), rule));
        }
        Set<OptionSpec.Form> forms = new LinkedHashSet<>();
        for (String form : words(node.path("forms"))) {
            forms.add(OptionSpec.Form.valueOf(form.toUpperCase(Locale.ROOT)));
        }
        if (values.size() > 1) {
            forms.add(OptionSpec.Form.SEPARATE);
        }
        return new OptionSpec(
                name,
                List.copyOf(values),
                forms.isEmpty() ? OptionSpec.usual(name) : forms,
                node.path("last").asBoolean(false));
    }

    private static List<OperandSpec> operands(JsonNode nodes, String rule) {
        List<OperandSpec> operands = new ArrayList<>();
        if (nodes != null) {
            for (JsonNode node : nodes) {
                operands.add(new OperandSpec(
                        node.path("name").asText("operand"),
                        value(node, rule),
                        OperandSpec.Count.valueOf(
                                node.path("count").asText("one").toUpperCase(Locale.ROOT)),
                        words(node.path("unless"))));
            }
        }
        return List.copyOf(operands);
    }

    private static ValueSpec value(JsonNode node, String rule) {
        try {
            return new ValueSpec(
                    ValueSpec.Type.of(node.path("type").asText("text")),
                    words(node.path("values")),
                    node.path("min").asLong(0),
                    node.path("max").asLong(Integer.MAX_VALUE),
                    Optional.ofNullable(node.get("pattern")).map(p -> Pattern.compile(p.asText())));
        } catch (PatternSyntaxException e) {
            throw new UserError(
                    "Rule '" + rule + "' of the policy has the pattern '" + e.getPattern()
                            + "', which is not a regular expression: " + e.getDescription() + ".",
                    e);
        }
    }

    static List<String> words(JsonNode array) {
        List<String> words = new ArrayList<>();
        array.forEach(word -> words.add(word.asText()));
        return List.copyOf(words);
    }
}
