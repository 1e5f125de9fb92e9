package io.jenkins.plugins.openfactory.forge.github;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.git.RealGit;
import io.jenkins.plugins.openfactory.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the GitHub server of the tests knows; the shapes are those of GitHub's published REST description. */
final class GitHubState {
    static final String OWNER = "octo";
    static final String NAME = "demo";
    static final long ACTIONS = 15368;

    final Path gitDir;
    final List<ObjectNode> pulls = new ArrayList<>();
    final List<ObjectNode> comments = new ArrayList<>();
    final List<ObjectNode> runs = new ArrayList<>();
    final List<ObjectNode> statuses = new ArrayList<>();
    final List<ObjectNode> annotations = new ArrayList<>();
    /** The checks of classic protection, and the rules of rulesets, of the branch {@code main}. */
    final ArrayNode required = Json.array();

    final ArrayNode rules = Json.array();
    final List<String> repositories = new ArrayList<>();
    private long ids = 1000;

    GitHubState(Path gitDir) {
        this.gitDir = gitDir;
    }

    long id() {
        return ++ids;
    }

    void require(String name, Long app) {
        required.addObject().put("context", name).put("app_id", app);
    }

    void rule(String name, Long app) {
        ObjectNode rule = rules.addObject()
                .put("type", "required_status_checks")
                .put("ruleset_source_type", "Repository")
                .put("ruleset_source", OWNER + "/" + NAME)
                .put("ruleset_id", 42);
        ObjectNode check = rule.putObject("parameters")
                .put("strict_required_status_checks_policy", false)
                .putArray("required_status_checks")
                .addObject()
                .put("context", name);
        if (app != null) {
            check.put("integration_id", app);
        }
    }

    Optional<String> head(String branch) {
        String found = RealGit.git(gitDir, "for-each-ref", "--format=%(objectname)", "refs/heads/" + branch)
                .strip();
        return Optional.of(found).filter(sha -> !sha.isEmpty());
    }

    boolean has(String commit) {
        return RealGit.git(gitDir, "for-each-ref", "--contains", commit + "^{commit}", "--format=x", "refs/heads")
                .contains("x");
    }

    /** A queued check run by an app. */
    ObjectNode run(String commit, String name, long app, String slug) {
        ObjectNode run = Json.object()
                .put("id", id())
                .put("node_id", "CR_1")
                .put("head_sha", commit)
                .put("external_id", "")
                .put("name", name)
                .put("status", "queued")
                .putNull("conclusion")
                .put("started_at", "2026-01-02T03:04:05Z")
                .putNull("completed_at");
        run.put("html_url", "https://github.com/" + OWNER + "/" + NAME + "/runs/" + run.path("id"));
        run.put("details_url", "https://github.com/" + OWNER + "/" + NAME + "/actions/runs/7/job/" + run.path("id"));
        run.putObject("output")
                .putNull("title")
                .putNull("summary")
                .putNull("text")
                .put("annotations_count", 0)
                .put("annotations_url", "");
        run.putObject("check_suite").put("id", app * 10);
        run.putObject("app").put("id", app).put("slug", slug).put("name", slug);
        run.putArray("pull_requests");
        runs.add(run);
        return run;
    }

    void complete(ObjectNode run, String conclusion, String summary) {
        run.put("status", "completed").put("conclusion", conclusion).put("completed_at", "2026-01-02T03:05:05Z");
        ((ObjectNode) run.path("output")).put("title", "The end: " + conclusion).put("summary", summary);
    }

    ObjectNode status(String commit, String context, String state, String login) {
        ObjectNode status = Json.object()
                .put("id", id())
                .put("sha", commit)
                .put("state", state)
                .put("context", context)
                .put("description", "it is " + state)
                .put("target_url", "https://ci.example.org/1");
        status.putObject("creator").put("login", login).put("type", login.endsWith("[bot]") ? "Bot" : "User");
        statuses.add(0, status);
        return status;
    }
}
