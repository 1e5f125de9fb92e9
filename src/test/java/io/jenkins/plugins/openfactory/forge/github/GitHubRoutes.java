package io.jenkins.plugins.openfactory.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.openfactory.forge.github.GitHubServer.Call;
import io.jenkins.plugins.openfactory.forge.github.GitHubServer.Reply;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The resources of the tests' GitHub server. */
final class GitHubRoutes {
    private static final String REPO = "/repos/octo/demo";

    /** One resource by method and pattern of the path. */
    record Route(String method, String pattern, Function<Call, Reply> handler) {}

    private final GitHubServer server;
    private final GitHubState state;
    private final List<Route> all = new ArrayList<>();

    GitHubRoutes(GitHubServer server, GitHubState state) {
        this.server = server;
        this.state = state;
        repository();
        pulls();
        checks();
        workflows();
        organization();
    }

    List<Route> all() {
        return all;
    }

    private void add(String method, String pattern, Function<Call, Reply> handler) {
        all.add(new Route(method, pattern, handler));
    }

    private void repository() {
        add(
                "GET",
                "/user",
                call -> Reply.of(200, Json.object().put("login", "ann").put("id", 1)));
        add("GET", REPO, call -> Reply.of(200, repo("demo")));
        add("GET", REPO + "/branches/([^/]+)", this::branch);
        add(
                "GET",
                REPO + "/git/ref/heads/(.+)",
                call -> state.head(call.match().get(0))
                        .map(sha -> {
                            ObjectNode ref = Json.object()
                                    .put("ref", "refs/heads/" + call.match().get(0));
                            ref.putObject("object").put("type", "commit").put("sha", sha);
                            return Reply.of(200, ref);
                        })
                        .orElseGet(() -> Reply.error(404, "Not Found")));
        add(
                "GET",
                REPO + "/rules/branches/([^/]+)",
                call -> Reply.of(200, state.ruled.contains(call.match().get(0)) ? state.rules : Json.array()));
        add(
                "GET",
                REPO + "/branches",
                call -> Reply.of(
                        200,
                        list(state.branches().stream()
                                .filter(this::isProtected)
                                .map(name -> Json.object().put("name", name).put("protected", true))
                                .toList())));
        add(
                "GET",
                "/apps/([^/]+)",
                call -> call.match().get(0).equals("status-app")
                        ? Reply.of(200, Json.object().put("id", 77).put("slug", "status-app"))
                        : Reply.error(404, "Not Found"));
    }

    private ObjectNode repo(String name) {
        ObjectNode repo = Json.object()
                .put("id", state.replaced.contains(name) ? state.id() : Math.abs((long) name.hashCode()))
                .put("name", name)
                .put("full_name", "octo/" + name)
                .put("private", true)
                .put("fork", name.contains("-fork"))
                .put("archived", name.contains("-archived"))
                .put("default_branch", "main")
                .put("url", server.api() + "/repos/octo/" + name)
                .put("html_url", server.url() + "/octo/" + name)
                .put("clone_url", server.url() + "/octo/" + name + ".git");
        repo.putObject("owner").put("login", "octo").put("id", 2).put("type", "Organization");
        repo.putObject("permissions")
                .put("admin", false)
                .put("push", server.pushes)
                .put("pull", true);
        return repo;
    }

    private Reply branch(Call call) {
        String name = call.match().get(0);
        Optional<String> head = state.head(name);
        if (head.isEmpty()) {
            return Reply.error(404, "Branch not found");
        }
        boolean main = isProtected(name);
        ObjectNode branch = Json.object().put("name", name).put("protected", main);
        branch.putObject("commit").put("sha", head.get());
        ObjectNode protection = branch.putObject("protection").put("enabled", main);
        ObjectNode required =
                protection.putObject("required_status_checks").put("enforcement_level", main ? "non_admins" : "off");
        ArrayNode contexts = required.putArray("contexts");
        ArrayNode checks = required.putArray("checks");
        if (main) {
            state.required.forEach(check -> contexts.add(check.path("context")));
            checks.addAll(state.required);
        }
        return Reply.of(200, branch);
    }

    private boolean isProtected(String branch) {
        return branch.equals("main") || state.guarded.contains(branch);
    }

    private void pulls() {
        add(
                "GET",
                REPO + "/pulls",
                call -> Reply.of(
                        200,
                        list(state.pulls.stream()
                                .filter(pull -> wanted(call, "state", "open").equals("all")
                                        || pull.path("state").asText().equals(wanted(call, "state", "open")))
                                .filter(pull -> wanted(call, "head", "").isEmpty()
                                        || wanted(call, "head", "")
                                                .equals(pull.path("head")
                                                        .path("label")
                                                        .asText()))
                                .map(this::fresh)
                                .toList())));
        add("POST", REPO + "/pulls", this::create);
        add(
                "GET",
                REPO + "/pulls/(\\d+)",
                call -> pull(call)
                        .map(pull -> Reply.of(200, fresh(pull)))
                        .orElseGet(() -> Reply.error(404, "Not Found")));
        add(
                "GET",
                REPO + "/issues/(\\d+)",
                call -> state.issues.stream()
                        .filter(issue -> issue.path("number")
                                .asText()
                                .equals(call.match().get(0)))
                        .findFirst()
                        .map(issue -> Reply.of(200, issue))
                        .orElseGet(() -> Reply.error(404, "Not Found")));
        add(
                "GET",
                REPO + "/issues/(\\d+)/comments",
                call -> Reply.of(
                        200,
                        list(state.comments.stream()
                                .filter(comment -> comment.path("issue")
                                        .asText()
                                        .equals(call.match().get(0)))
                                .toList())));
        add("POST", REPO + "/issues/(\\d+)/comments", call -> {
            ObjectNode comment = Json.object()
                    .put("id", state.id())
                    .put("issue", call.match().get(0))
                    .put("body", call.body().path("body").asText());
            state.comments.add(comment);
            return Reply.of(201, comment);
        });
    }

    private static String wanted(Call call, String name, String usual) {
        return Optional.ofNullable(call.request().getParameter(name)).orElse(usual);
    }

    private Optional<ObjectNode> pull(Call call) {
        return state.pulls.stream()
                .filter(pull -> pull.path("number").asText().equals(call.match().get(0)))
                .findFirst();
    }

    private ObjectNode fresh(ObjectNode pull) {
        ObjectNode head = (ObjectNode) pull.path("head");
        state.lagging.or(() -> state.head(head.path("ref").asText())).ifPresent(sha -> head.put("sha", sha));
        return pull;
    }

    private Reply create(Call call) {
        String head = call.body().path("head").asText();
        String base = call.body().path("base").asText();
        Optional<String> sha = state.head(head);
        if (sha.isEmpty()) {
            return invalid("head", "PullRequest", "invalid", Optional.empty());
        }
        boolean there = state.pulls.stream()
                .anyMatch(pull -> pull.path("head").path("ref").asText().equals(head)
                        && pull.path("base").path("ref").asText().equals(base)
                        && pull.path("state").asText().equals("open"));
        if (there) {
            return invalid(
                    "base",
                    "PullRequest",
                    "custom",
                    Optional.of("A pull request already exists for octo:" + head + "."));
        }
        ObjectNode pull = addPull(head, base, call.body().path("draft").asBoolean());
        pull.put("title", call.body().path("title").asText())
                .put("body", call.body().path("body").asText());
        server.workflows.accept(sha.get());
        return Reply.of(201, fresh(pull));
    }

    ObjectNode addPull(String head, String base, boolean draft) {
        long number = state.pulls.size() + 1L;
        ObjectNode pull = Json.object()
                .put("id", state.id())
                .put("number", number)
                .put("state", "open")
                .put("draft", draft)
                .put("url", server.api() + REPO + "/pulls/" + number)
                .put("html_url", server.url() + "/octo/demo/pull/" + number)
                .put("merged", false)
                .put("mergeable_state", "clean");
        pull.putObject("head").put("label", "octo:" + head).put("ref", head).put("sha", "");
        pull.putObject("base").put("label", "octo:" + base).put("ref", base).put("sha", "");
        state.pulls.add(pull);
        return pull;
    }

    private static Reply invalid(String field, String resource, String code, Optional<String> message) {
        ObjectNode body = Json.object().put("message", "Validation Failed");
        ObjectNode error =
                body.putArray("errors").addObject().put("resource", resource).put("code", code);
        message.ifPresentOrElse(text -> error.put("message", text), () -> error.put("field", field));
        return Reply.of(422, body);
    }

    private void checks() {
        add(
                "GET",
                REPO + "/commits/([0-9a-f]{40})/check-runs",
                call -> known(call, () -> {
                    ArrayNode runs = list(runs(
                            call.match().get(0), "all".equals(call.request().getParameter("filter"))));
                    return Json.object().put("total_count", runs.size()).set("check_runs", runs);
                }));
        add(
                "GET",
                REPO + "/commits/([0-9a-f]{40})/statuses",
                call -> known(
                        call,
                        () -> list(state.statuses.stream()
                                .filter(status -> status.path("url")
                                        .asText()
                                        .endsWith(call.match().get(0)))
                                .toList())));
        add(
                "GET",
                REPO + "/check-runs/(\\d+)",
                call -> run(call).map(run -> Reply.of(200, run)).orElseGet(() -> Reply.error(404, "Not Found")));
        add("GET", REPO + "/check-runs/(\\d+)/annotations", call -> Reply.of(200, list(state.annotations)));
        add("POST", REPO + "/check-runs/(\\d+)/rerequest", call -> again(call, "rerequest"));
        add("POST", REPO + "/actions/jobs/(\\d+)/rerun", call -> again(call, "rerun"));
        add(
                "GET",
                REPO + "/actions/jobs/(\\d+)/logs",
                call -> new Reply(
                        302,
                        Json.object(),
                        Map.of(
                                "Location",
                                server.api() + "/stored-log/" + call.match().get(0))));
        add(
                "GET",
                "/stored-log/(\\d+)",
                call -> Reply.of(
                        200, TextNode.valueOf("the log of job " + call.match().get(0) + "\n")));
    }

    private void workflows() {
        add("POST", "/graphql", call -> {
            ArrayNode rules = Json.array();
            state.patterns.forEach(pattern -> rules.addObject().put("pattern", pattern));
            ObjectNode answer = Json.object();
            answer.putObject("data")
                    .putObject("repository")
                    .putObject("branchProtectionRules")
                    .set("nodes", rules);
            return Reply.of(200, answer);
        });
        add("GET", REPO + "/actions/runs", call -> {
            ArrayNode runs = list(state.workflowRuns.stream()
                    .filter(run -> run.path("head_sha").asText().equals(wanted(call, "head_sha", "")))
                    .toList());
            return Reply.of(200, Json.object().put("total_count", runs.size()).set("workflow_runs", runs));
        });
        add("GET", REPO + "/actions/runs/(\\d+)/jobs", call -> {
            ArrayNode jobs = Json.array();
            jobs.addObject().put("id", 1).put("name", "build").put("conclusion", "success");
            jobs.addObject().put("id", 2).put("name", "build (17)").put("conclusion", "failure");
            return Reply.of(200, Json.object().put("total_count", 2).set("jobs", jobs));
        });
        add("POST", REPO + "/actions/runs/(\\d+)/rerun", call -> {
            state.workflowRuns.stream()
                    .filter(run -> run.path("id").asText().equals(call.match().get(0)))
                    .forEach(run -> run.put("status", "queued")
                            .putNull("conclusion")
                            .put("run_attempt", run.path("run_attempt").asInt() + 1));
            return Reply.of(201, Json.object());
        });
    }

    private Reply known(Call call, java.util.function.Supplier<JsonNode> answer) {
        return state.has(call.match().get(0))
                ? Reply.of(200, answer.get())
                : Reply.error(422, "No commit found for SHA: " + call.match().get(0));
    }

    /** Every run of a commit, or the newest of each name in a suite, as {@code filter=latest} has it. */
    private List<ObjectNode> runs(String commit, boolean all) {
        List<ObjectNode> runs = state.runs.stream()
                .filter(run -> run.path("head_sha").asText().equals(commit))
                .toList();
        Map<String, ObjectNode> newest = new java.util.LinkedHashMap<>();
        runs.forEach(run -> newest.put(run.path("name") + " " + run.path("check_suite"), run));
        return all ? runs : List.copyOf(newest.values());
    }

    private Optional<ObjectNode> run(Call call) {
        return state.runs.stream()
                .filter(run -> run.path("id").asText().equals(call.match().get(0)))
                .findFirst();
    }

    private Reply again(Call call, String kind) {
        Optional<ObjectNode> run = run(call);
        if (run.isEmpty()) {
            return Reply.error(404, "Not Found");
        }
        if (!run.get().path("status").asText().equals("completed")) {
            return Reply.error(403, "This workflow is already running");
        }
        if (server.rerunRefused) {
            return Reply.error(403, "Resource not accessible by personal access token");
        }
        server.rerun.accept(run.get(), kind);
        return Reply.of(201, Json.object());
    }

    private void organization() {
        add(
                "GET",
                "/orgs/octo/repos",
                call -> Reply.of(
                        200, list(state.repositories.stream().map(this::repo).toList())));
        add("GET", "/repos/octo/([^/]+)", call -> {
            String name = call.match().get(0);
            String now = state.renamed.getOrDefault(name, name);
            return state.repositories.contains(now) ? Reply.of(200, repo(now)) : Reply.error(404, "Not Found");
        });
        add("DELETE", "/repos/octo/([^/]+)", call -> {
            String name = call.match().get(0);
            if (name.endsWith("-locked")) {
                return Reply.error(403, "Must have admin rights to Repository.");
            }
            return state.repositories.remove(name) ? Reply.of(204, Json.object()) : Reply.error(404, "Not Found");
        });
    }

    /** A branch got a commit by a push. */
    void pushed(String branch, String commit) {
        synchronized (state) {
            boolean open = state.pulls.stream()
                    .anyMatch(pull -> pull.path("head").path("ref").asText().equals(branch)
                            && pull.path("state").asText().equals("open"));
            if (open) {
                server.workflows.accept(commit);
            }
        }
    }

    private static ArrayNode list(List<ObjectNode> items) {
        ArrayNode list = Json.array();
        items.forEach(list::add);
        return list;
    }
}
