package io.jenkins.plugins.openfactory.exec;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The command policy: an immutable document of rules. What no rule allows is refused. Safe for any thread.
 *
 * <p>A document loads only if it fits {@code schemas/command-policy.schema.json}, its rule names are unique, and every
 * example in it is matched or refused as it says.
 */
public final class CommandPolicy {
    private static final String SHIPPED = "/policy/default-policy.json";

    private final List<PolicyRule> rules;
    private final Map<String, List<PolicyRule>> prepareFirst;
    private final Map<String, List<PolicyRule>> prepareLast;
    private final Map<String, String> environment;
    private final String sha256;
    private final Map<String, List<String>> examples = new HashMap<>();

    private CommandPolicy(JsonNode document) {
        PolicySchema.check(document);
        PolicyReader reader = new PolicyReader(document);
        List<PolicyRule> read = new ArrayList<>();
        document.path("rules").forEach(node -> read.add(reader.rule(node)));
        this.rules = List.copyOf(read);
        this.prepareFirst = byProgram(true);
        this.prepareLast = byProgram(false);
        this.environment = PolicyReader.variables(document.path("environment"));
        this.sha256 = Sha256.hex(Json.canonical(document));
        unique();
        document.path("rules").forEach(this::examples);
    }

    /** The policy that is part of the product; read once. */
    public static CommandPolicy shipped() {
        return Shipped.POLICY;
    }

    private static final class Shipped {
        private static final CommandPolicy POLICY = read();

        private static CommandPolicy read() {
            try (InputStream in = CommandPolicy.class.getResourceAsStream(SHIPPED)) {
                return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Reads a policy from an administrator's file.
     *
     * @throws UserError where it can't be read or does not load, with the first reason
     */
    public static CommandPolicy load(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UserError("The policy file '" + file + "' can't be read; name a readable JSON file.", e);
        }
    }

    /**
     * Reads a policy from its text.
     *
     * @throws UserError where it does not load, with the first reason
     */
    public static CommandPolicy parse(String json) {
        try {
            return new CommandPolicy(Json.read(json));
        } catch (IllegalArgumentException e) {
            throw new UserError("The command policy is " + e.getMessage() + ".", e);
        }
    }

    /** In the document's order. */
    public List<PolicyRule> rules() {
        return rules;
    }

    /** Variables that every command gets. */
    public Map<String, String> environment() {
        return environment;
    }

    /** What a rule's own examples say that it allows, each as a command line; empty for an unknown rule. */
    public List<String> examples(String rule) {
        return examples.getOrDefault(rule, List.of());
    }

    /** SHA-256 of the document in canonical form. */
    public String sha256() {
        return sha256;
    }

    /**
     * The decision for a command in a workspace.
     *
     * @param only names of the rules that may be used; empty for all of them
     */
    public Decision decide(List<String> argv, Optional<Set<String>> only, WorkspacePaths paths) {
        return decision(argv, only, paths, false);
    }

    /** The decision for a command that fetches what later commands need: rules of kind {@code prepare} come first. */
    public Decision decideToPrepare(List<String> argv, Optional<Set<String>> only, WorkspacePaths paths) {
        return decision(argv, only, paths, true);
    }

    /** The decision by the text alone, for a command in the workspace's own folder. */
    public Decision decide(List<String> argv) {
        return decision(argv, Optional.empty(), Confinement.lexical(), false);
    }

    private Decision decision(List<String> argv, Optional<Set<String>> only, Confinement paths, boolean prepares) {
        Optional<Mismatch> shape = Argv.check(argv);
        if (shape.isPresent()) {
            return refused("none", shape.get());
        }
        String program = argv.get(0);
        List<PolicyRule> named = (prepares ? prepareFirst : prepareLast).getOrDefault(program, List.of());
        PolicyRule nearest = null;
        Mismatch first = null;
        for (PolicyRule rule : named) {
            RuleMatch match = new RuleMatch(rule, argv, paths);
            Optional<Mismatch> mismatch = match.run();
            boolean inPlace = prepares || rule.kind() != PolicyRule.Kind.PREPARE;
            if (mismatch.isEmpty()
                    && inPlace
                    && only.map(names -> names.contains(rule.name())).orElse(true)) {
                return new Decision.Allowed(rule, List.copyOf(match.arguments()));
            }
            Mismatch found =
                    mismatch.orElseGet(() -> inPlace ? notListed(rule, only.orElse(Set.of())) : onlyToPrepare(rule));
            if (first == null || found.index() > first.index()) {
                nearest = rule;
                first = found;
            }
        }
        if (first == null) {
            return refused("none", Wrappers.unknown(program, programs()));
        }
        return refused(nearest.name(), Wrappers.code(argv, first).orElse(first));
    }

    /** The rules by each word that a command may start with, those that prepare first or last. */
    private Map<String, List<PolicyRule>> byProgram(boolean prepareFirst) {
        Map<String, List<PolicyRule>> named = new HashMap<>();
        rules.stream()
                .sorted(Comparator.comparing(rule -> (rule.kind() == PolicyRule.Kind.PREPARE) != prepareFirst))
                .forEach(rule -> Stream.concat(Stream.of(rule.program()), rule.aliases().stream())
                        .distinct()
                        .forEach(word -> named.computeIfAbsent(word, key -> new ArrayList<>())
                                .add(rule)));
        return named;
    }

    private static Mismatch notListed(PolicyRule rule, Set<String> only) {
        return new Mismatch(
                0,
                "NO_RULE",
                "rule " + rule.name() + " would allow it, but only these rules are allowed here: "
                        + (only.isEmpty()
                                ? "none"
                                : String.join(", ", only.stream().sorted().toList())));
    }

    private static Mismatch onlyToPrepare(PolicyRule rule) {
        return new Mismatch(
                0,
                "NO_RULE",
                "rule " + rule.name() + " would allow it, but only among the 'prepare' commands of the protected"
                        + " branch's .openfactory.yml");
    }

    private static Decision refused(String rule, Mismatch why) {
        return new Decision.Refused(why.code(), rule, why.index(), why.reason());
    }

    private Set<String> programs() {
        Set<String> programs = new LinkedHashSet<>();
        rules.forEach(rule -> programs.add(rule.program()));
        return programs;
    }

    private void unique() {
        Set<String> names = new LinkedHashSet<>();
        for (PolicyRule rule : rules) {
            if (!names.add(rule.name())) {
                throw new UserError("Two rules of the policy are called '" + rule.name() + "'; rename one.");
            }
        }
    }

    private void examples(JsonNode rule) {
        String name = rule.path("name").asText();
        for (JsonNode example : rule.path("examples").path("match")) {
            List<String> argv = PolicyReader.words(example);
            examples.computeIfAbsent(name, key -> new ArrayList<>()).add(String.join(" ", argv));
            Decision decision = decision(argv, Optional.of(Set.of(name)), Confinement.lexical(), true);
            if (decision instanceof Decision.Refused refused) {
                throw new UserError("Rule '" + name + "' of the policy must match its example '"
                        + String.join(" ", argv) + "' but does not: " + refused.reason() + ".");
            }
        }
        for (JsonNode example : rule.path("examples").path("refuse")) {
            List<String> argv = PolicyReader.words(example);
            if (decision(argv, Optional.of(Set.of(name)), Confinement.lexical(), true) instanceof Decision.Allowed) {
                throw new UserError("Rule '" + name + "' of the policy must refuse its example '"
                        + String.join(" ", argv) + "' but allows it.");
            }
        }
    }
}
