package io.jenkins.plugins.openfactory.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.forge.Forge.Check;
import io.jenkins.plugins.openfactory.forge.Forge.Conclusion;
import io.jenkins.plugins.openfactory.forge.Forge.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs of whole workflows, which a ruleset can require by the path of their file: each is a check called
 * {@code workflow PATH}. Its id is {@code workflow:NUMBER:ATTEMPT}.
 */
final class Workflows {
    static final String KIND = "workflow";
    private static final String FOLDER = ".github/workflows/";
    private static final String ACTIONS = "github-actions";
    private static final String NUMBER = "15368";

    private final GitHubApi api;
    private final String path;

    Workflows(GitHubApi api, String path) {
        this.api = api;
        this.path = path;
    }

    /** A required workflow as a required check. */
    static Forge.Required required(String file) {
        return new Forge.Required(name(file), Optional.of(NUMBER));
    }

    private static String name(String file) {
        String local = file.contains(FOLDER) ? file.substring(file.indexOf(FOLDER)) : file;
        return KIND + " " + local.replaceFirst("@.*", "");
    }

    /** The newest run of each workflow and event on a commit; none on a server without Actions. */
    List<Check> of(String commit) {
        Map<String, JsonNode> newest = new LinkedHashMap<>();
        GitHubApi.unless(
                        Set.of(403, 404, 422),
                        () -> api.pages(path + "/actions/runs?head_sha=" + commit + "&per_page=100", "workflow_runs"))
                .orElseGet(List::of)
                .stream()
                .filter(run -> run.path("head_sha").asText("").equals(commit))
                .filter(run -> !run.path("path").asText("").isEmpty())
                .forEach(run -> newest.merge(
                        run.path("path").asText() + " " + run.path("event").asText(), run, Workflows::later));
        return newest.values().stream().map(run -> check(run, commit)).toList();
    }

    private static JsonNode later(JsonNode one, JsonNode other) {
        return one.path("id").asLong() >= other.path("id").asLong() ? one : other;
    }

    private static Check check(JsonNode run, String commit) {
        Optional<Conclusion> conclusion = Checks.text(run, "conclusion").map(Checks::conclusion);
        boolean over = run.path("status").asText().equals("completed") && conclusion.isPresent();
        return new Check(
                KIND + ":" + run.path("id").asText() + ":"
                        + (over ? run.path("run_attempt").asText("1") : ""),
                name(run.path("path").asText()),
                ACTIONS + "#" + NUMBER,
                commit,
                over ? Status.COMPLETED : Status.IN_PROGRESS,
                over ? conclusion : Optional.empty(),
                Checks.text(run, "html_url").orElse(""));
    }

    /** Its jobs that did not succeed, each with its log. */
    Forge.Evidence evidence(Check check, String id) {
        StringBuilder log = new StringBuilder();
        GitHubApi.unless(
                        Set.of(403, 404, 410),
                        () -> api.pages(path + "/actions/runs/" + id + "/jobs?per_page=100", "jobs"))
                .orElseGet(List::of)
                .stream()
                .filter(job -> !job.path("conclusion").asText().equals("success"))
                .forEach(job -> log.append(job.path("name").asText())
                        .append(": ")
                        .append(job.path("conclusion").asText("no conclusion"))
                        .append('\n')
                        .append(Checks.jobLog(api, path, job.path("id").asText())));
        String word = check.conclusion().map(Conclusion::id).orElse("nothing");
        return new Forge.Evidence(check.name() + " ended as " + word, log.toString());
    }
}
