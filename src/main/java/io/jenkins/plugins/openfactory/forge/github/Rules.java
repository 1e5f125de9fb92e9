package io.jenkins.plugins.openfactory.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What protects a branch: classic branch protection and rulesets, of which both hold at once. */
record Rules(GitHubApi api, String path) {
    /**
     * Rules about what commits look like; rulesets for every branch of an organization are made of them. A branch that
     * only they cover is one that people push to.
     */
    private static final Set<String> ABOUT_COMMITS = Set.of(
            "commit_message_pattern",
            "commit_author_email_pattern",
            "committer_email_pattern",
            "branch_name_pattern",
            "required_signatures",
            "file_path_restriction",
            "file_extension_restriction",
            "max_file_path_length",
            "max_file_size");

    /**
     * What was found.
     *
     * @param isProtected whether anything covers the branch
     * @param closed whether what covers it is about more than what its commits look like
     * @param required the checks that must succeed on it
     */
    record Found(boolean isProtected, boolean closed, List<Forge.Required> required) {}

    Found of(String branch) {
        Set<Forge.Required> required = new LinkedHashSet<>();
        String name = encode(branch);
        JsonNode found = api.find(path + "/branches/" + name)
                .orElse(com.fasterxml.jackson.databind.node.MissingNode.getInstance());
        boolean guarded = found.path("protected").asBoolean(false);
        JsonNode checks = found.path("protection").path("required_status_checks");
        if (!checks.path("enforcement_level").asText("").equals("off")) {
            classic(checks, required);
        }
        if (guarded && required.isEmpty()) {
            // without a word here, this may be refused to us; where no check is required, it does not matter
            Set<Integer> unknown = checks.isObject() ? Set.of(403, 404) : Set.of(404);
            GitHubApi.unless(unknown, () -> api.get(path + "/branches/" + name + "/protection"))
                    .ifPresent(protection -> classic(protection.path("required_status_checks"), required));
        }
        List<JsonNode> rules = rulesets(name);
        for (JsonNode rule : rules) {
            JsonNode parameters = rule.path("parameters");
            switch (rule.path("type").asText()) {
                case "required_status_checks" ->
                    parameters
                            .path("required_status_checks")
                            .forEach(check -> required.add(new Forge.Required(
                                    check.path("context").asText(), app(check.path("integration_id")))));
                case "workflows" ->
                    parameters
                            .path("workflows")
                            .forEach(workflow -> required.add(
                                    Workflows.required(workflow.path("path").asText())));
                default -> {}
            }
        }
        boolean closed = rules.stream()
                .anyMatch(rule -> !ABOUT_COMMITS.contains(rule.path("type").asText()));
        // the mark of a branch that rulesets alone cover says no more than they do
        boolean byRules =
                !rules.isEmpty() && !found.path("protection").path("enabled").asBoolean(true);
        return new Found(guarded || !rules.isEmpty(), closed || (guarded && !byRules), distinct(required));
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

    /**
     * The patterns of classic protection, which cover branches before there are any; none where the server does not tell.
     * The REST API shows only branches that exist, so GraphQL is asked.
     */
    List<String> patterns(String owner, String name) {
        String query = "query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) "
                + "{ branchProtectionRules(first: 100) { nodes { pattern } } } }";
        JsonNode asked = Json.object()
                .put("query", query)
                .set("variables", Json.object().put("owner", owner).put("name", name));
        List<String> patterns = new ArrayList<>();
        try {
            api.graphql(asked)
                    .path("data")
                    .path("repository")
                    .path("branchProtectionRules")
                    .path("nodes")
                    .forEach(rule -> patterns.add(rule.path("pattern").asText("")));
        } catch (GitHubFault e) {
            if (e.code().equals("rate_limited") || e.code().equals("interrupted")) {
                throw e;
            }
        }
        return patterns.stream().filter(pattern -> !pattern.isEmpty()).toList();
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

    /** Who must make a check: nobody in particular where there is no number or a negative one. */
    private static Optional<String> app(JsonNode id) {
        String text = id.asText("");
        return text.isEmpty() || text.matches("-\\d+|0") ? Optional.empty() : Optional.of(text);
    }

    /** A branch's name as one part of a path. */
    static String encode(String branch) {
        return URLEncoder.encode(branch, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
