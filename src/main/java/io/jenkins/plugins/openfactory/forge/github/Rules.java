package io.jenkins.plugins.openfactory.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.forge.Forge;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What protects a branch: classic branch protection and rulesets, of which both hold at once. */
record Rules(GitHubApi api, String path) {
    /** Whether the branch is protected, and the checks that must succeed on it. */
    record Found(boolean isProtected, List<Forge.Required> required) {}

    Found of(String branch) {
        Set<Forge.Required> required = new LinkedHashSet<>();
        String name = encode(branch);
        JsonNode found = api.find(path + "/branches/" + name)
                .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
        boolean guarded = found.path("protected").asBoolean(false);
        JsonNode checks = found.path("protection").path("required_status_checks");
        if (guarded && checks.isMissingNode()) {
            checks = api.find(path + "/branches/" + name + "/protection")
                    .map(protection -> protection.path("required_status_checks"))
                    .orElse(checks);
        }
        if (!checks.path("enforcement_level").asText("").equals("off")) {
            classic(checks, required);
        }
        boolean ruled = false;
        for (JsonNode rule : rulesets(name)) {
            ruled = true;
            if (rule.path("type").asText().equals("required_status_checks")) {
                rule.path("parameters")
                        .path("required_status_checks")
                        .forEach(check -> required.add(
                                new Forge.Required(check.path("context").asText(), app(check.path("integration_id")))));
            }
        }
        return new Found(guarded || ruled, distinct(required));
    }

    /** The names of the branches that classic protection covers; none where the server has no such list. */
    List<String> protectedBranches() {
        return GitHubApi.unless(Set.of(404), () -> api.pages(path + "/branches?protected=true&per_page=100", ""))
                .orElseGet(List::of)
                .stream()
                .filter(branch -> branch.path("protected").asBoolean(false))
                .map(branch -> branch.path("name").asText())
                .toList();
    }

    private static void classic(JsonNode checks, Set<Forge.Required> required) {
        checks.path("checks")
                .forEach(check ->
                        required.add(new Forge.Required(check.path("context").asText(), app(check.path("app_id")))));
        Set<String> named = new LinkedHashSet<>();
        required.forEach(r -> named.add(r.name()));
        checks.path("contexts").forEach(context -> {
            if (!named.contains(context.asText())) {
                required.add(new Forge.Required(context.asText(), Optional.empty()));
            }
        });
    }

    /** The active rules of every ruleset that covers the branch; an old Enterprise server has none. */
    private List<JsonNode> rulesets(String branch) {
        try {
            return api.pages(path + "/rules/branches/" + branch + "?per_page=100", "");
        } catch (GitHubFault e) {
            if (e.status() == 404 || (e.status() == 403 && e.getMessage().contains("Upgrade to"))) {
                return List.of();
            }
            throw e;
        }
    }

    /** A name that is required from some app needs no second entry that would take it from any. */
    private static List<Forge.Required> distinct(Set<Forge.Required> all) {
        return all.stream()
                .filter(r -> r.app().isPresent()
                        || all.stream()
                                .noneMatch(other -> other.name().equals(r.name())
                                        && other.app().isPresent()))
                .toList();
    }

    private static Optional<String> app(JsonNode id) {
        return id.isNumber() && id.asLong() > 0 ? Optional.of(id.asText()) : Optional.empty();
    }

    /** A branch's name as one part of a path. */
    static String encode(String branch) {
        return URLEncoder.encode(branch, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
