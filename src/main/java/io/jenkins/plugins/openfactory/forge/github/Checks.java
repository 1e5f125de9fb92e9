package io.jenkins.plugins.openfactory.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.forge.Forge.Check;
import io.jenkins.plugins.openfactory.forge.Forge.Conclusion;
import io.jenkins.plugins.openfactory.forge.Forge.Status;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Check runs and commit statuses of a commit, what they printed, and how they are run again. A check's id is
 * {@code run:NUMBER:WHEN} or {@code status:NUMBER:CONTEXT}, where {@code WHEN} is the time of its end: a check run that an
 * app resets and ends again is another check for us. Its app is {@code SLUG#ID}.
 */
final class Checks {
    private static final int MOST_ANNOTATIONS = 200;
    private static final int MOST_LOG = 2_000_000;
    private static final String ACTIONS = "github-actions";
    private static final Pattern STATUS_OF = Pattern.compile("/statuses/([0-9a-f]{40})$");

    /** No such commit, or no such list on this server. */
    private static final Set<Integer> UNKNOWN = Set.of(404, 422);
    /** Not there, not for us, or not kept any more. */
    private static final Set<Integer> CLOSED = Set.of(403, 404, 410);

    private final GitHubApi api;
    private final String path;
    private final Workflows workflows;
    /** The ids of apps whose bots set statuses; as many as there are apps at work. */
    private final Map<String, String> bots = new ConcurrentHashMap<>();

    Checks(GitHubApi api, String path) {
        this.api = api;
        this.path = path;
        this.workflows = new Workflows(api, path);
    }

    List<Check> of(String commit) {
        List<Check> checks = new ArrayList<>();
        newest(list(commit, "check-runs?filter=all&per_page=100", "check_runs").orElseGet(List::of)).stream()
                .filter(run -> run.path("head_sha").asText(commit).equals(commit))
                .forEach(run -> checks.add(check(run, commit)));
        Map<String, JsonNode> statuses = new LinkedHashMap<>();
        statuses(commit).stream()
                .filter(status -> isOf(status, commit))
                .forEach(status -> statuses.merge(status.path("context").asText(), status, Checks::newer));
        statuses.values().forEach(status -> checks.add(status(status, commit)));
        checks.addAll(workflows.of(commit));
        return List.copyOf(checks);
    }

    /** Every status of a commit; some servers know the combined one alone. */
    private List<JsonNode> statuses(String commit) {
        return list(commit, "statuses?per_page=100", "statuses")
                .or(() -> list(commit, "status?per_page=100", "statuses"))
                .orElseGet(List::of);
    }

    /** A list that belongs to a commit; empty where GitHub knows no such commit or no such list. */
    private Optional<List<JsonNode>> list(String commit, String what, String field) {
        return GitHubApi.unless(UNKNOWN, () -> api.pages(path + "/commits/" + commit + "/" + what, field));
    }

    /** Whether a status is one of this commit, where it says so; its address ends with the commit. */
    private static boolean isOf(JsonNode status, String commit) {
        Matcher named = STATUS_OF.matcher(status.path("url").asText(""));
        return status.path("sha").asText(commit).equals(commit)
                && (!named.find() || named.group(1).equals(commit));
    }

    /** The newer one of two statuses: the first, as the API's description promises, unless the numbers say otherwise. */
    private static JsonNode newer(JsonNode first, JsonNode second) {
        return first.path("id").asLong(0) >= second.path("id").asLong(0) ? first : second;
    }

    /**
     * Of the runs by one name, app and suite only the last one made counts. Without a suite nothing tells a further run
     * from the run of another workflow, so each counts; and so does each where the ids are no numbers that tell which is
     * later. Every run is asked for, because what a server calls the latest may leave out the red run of another app.
     */
    private static List<JsonNode> newest(List<JsonNode> runs) {
        Map<String, JsonNode> last = new LinkedHashMap<>();
        runs.forEach(run -> {
            String suite = run.path("check_suite").path("id").asText("");
            String id = run.path("id").asText();
            String place = suite.isEmpty() || !isNumber(run.path("id")) ? "run " + id : suite;
            last.merge(
                    run.path("name").asText() + "\0" + app(run) + "\0" + place,
                    run,
                    (a, b) -> a.path("id").asLong() >= b.path("id").asLong() ? a : b);
        });
        return List.copyOf(last.values());
    }

    /** {@code SLUG#ID}; a slug is letters, digits and dashes, so that nothing else can pass for a number. */
    private static String app(JsonNode run) {
        JsonNode app = run.path("app");
        String slug = app.path("slug").asText("").replaceAll("[^A-Za-z0-9_-]", "_");
        return slug + (isNumber(app.path("id")) ? "#" + app.path("id").asText() : "");
    }

    /** A number, which some servers write as a text. */
    private static boolean isNumber(JsonNode id) {
        return id.isIntegralNumber() || id.asText("").matches("\\d{1,18}");
    }

    private static Check check(JsonNode run, String commit) {
        Optional<Conclusion> conclusion = text(run, "conclusion").map(Checks::conclusion);
        boolean over = run.path("status").asText().equals("completed") && conclusion.isPresent();
        Status status = over
                ? Status.COMPLETED
                : run.path("status").asText().equals("in_progress") ? Status.IN_PROGRESS : Status.QUEUED;
        return new Check(
                "run:" + run.path("id").asText() + ":"
                        + (over ? run.path("completed_at").asText("") : ""),
                run.path("name").asText(),
                app(run),
                commit,
                status,
                over ? conclusion : Optional.empty(),
                text(run, "html_url").or(() -> text(run, "details_url")).orElse(""));
    }

    /** A word that we do not know, to the letter, is never a success. */
    static Conclusion conclusion(String word) {
        return Arrays.stream(Conclusion.values())
                .filter(known -> known.id().equals(word))
                .findFirst()
                .orElse(Conclusion.STARTUP_FAILURE);
    }

    private Check status(JsonNode status, String commit) {
        String state = status.path("state").asText();
        Optional<Conclusion> conclusion = switch (state) {
            case "success" -> Optional.of(Conclusion.SUCCESS);
            case "failure" -> Optional.of(Conclusion.FAILURE);
            case "error" -> Optional.of(Conclusion.STARTUP_FAILURE);
            default -> Optional.empty();
        };
        return new Check(
                "status:" + status.path("id").asText() + ":"
                        + status.path("context").asText(),
                status.path("context").asText(),
                creator(status.path("creator")),
                commit,
                conclusion.isPresent() ? Status.COMPLETED : Status.IN_PROGRESS,
                conclusion,
                text(status, "target_url").orElse(""));
    }

    /** Who set a status: a person's login, or an app in the form of {@link #check}. */
    private String creator(JsonNode creator) {
        String login = creator.path("login").asText("");
        if (!login.endsWith("[bot]")) {
            return login;
        }
        String slug = login.substring(0, login.length() - "[bot]".length());
        return bots.computeIfAbsent(
                slug,
                name -> GitHubApi.unless(CLOSED, () -> api.get("/apps/" + Rules.encode(name)))
                        .filter(app -> isNumber(app.path("id")))
                        .map(app -> name + "#" + app.path("id").asText())
                        .orElse(login));
    }

    Forge.Evidence evidence(Check check) {
        String[] id = check.id().split(":", 3);
        return switch (id[0]) {
            case "status" -> statusEvidence(check, id[1]);
            case Workflows.KIND -> workflows.evidence(check, id[1]);
            default -> runEvidence(check, id[1]);
        };
    }

    private Forge.Evidence statusEvidence(Check check, String id) {
        JsonNode found = api.pages(path + "/commits/" + check.headSha() + "/statuses?per_page=100", "statuses").stream()
                .filter(status -> status.path("id").asText().equals(id))
                .findFirst()
                .orElseGet(Json::object);
        String description = text(found, "description").orElse("the status has no description");
        return new Forge.Evidence(description, description + "\n" + check.url() + "\n");
    }

    private Forge.Evidence runEvidence(Check check, String id) {
        JsonNode run = GitHubApi.unless(CLOSED, () -> api.get(path + "/check-runs/" + id))
                .orElseGet(Json::object);
        JsonNode output = run.path("output");
        StringBuilder log = new StringBuilder();
        text(output, "title").ifPresent(title -> log.append(title).append('\n'));
        text(output, "summary").ifPresent(summary -> log.append(summary).append('\n'));
        text(output, "text").ifPresent(text -> log.append(text).append('\n'));
        if (output.path("annotations_count").asInt(0) > 0) {
            GitHubApi.unless(CLOSED, () -> api.pages(path + "/check-runs/" + id + "/annotations?per_page=100", ""))
                    .orElseGet(List::of)
                    .stream()
                    .limit(MOST_ANNOTATIONS)
                    .forEach(note -> log.append(annotation(note)));
        }
        if (check.app().startsWith(ACTIONS)) {
            log.append(jobLog(api, path, job(run, id)));
        }
        String summary = text(output, "title")
                .or(() -> check.conclusion().map(end -> check.name() + " ended as " + end.id()))
                .orElse(check.name());
        return new Forge.Evidence(summary, log.toString());
    }

    private static String annotation(JsonNode note) {
        return note.path("path").asText() + ":" + note.path("start_line").asText() + ": "
                + note.path("annotation_level").asText() + ": "
                + note.path("message").asText() + "\n";
    }

    /** The end of a job's log, where it is still kept. */
    static String jobLog(GitHubApi api, String path, String job) {
        return GitHubApi.unless(CLOSED, () -> api.text(path + "/actions/jobs/" + job + "/logs"))
                .map(log -> log.length() <= MOST_LOG
                        ? log
                        : "(the first " + (log.length() - MOST_LOG) + " characters are left out)\n"
                                + log.substring(log.length() - MOST_LOG))
                .orElse("(GitHub gives no log of job " + job + ")\n");
    }

    /** The job of an Actions check run: named by its address, else by the run's own id, which is the same number. */
    private static String job(JsonNode run, String id) {
        String details = run.path("details_url").asText("");
        return details.matches(".*/job/\\d+([?#].*)?") ? details.replaceFirst(".*/job/(\\d+).*", "$1") : id;
    }

    /** Asks for one more run, unless that has happened. */
    void rerun(Check check) {
        Optional<Check> now = of(check.headSha()).stream()
                .filter(other ->
                        other.name().equals(check.name()) && other.app().equals(check.app()))
                .filter(other -> other.id().equals(check.id()))
                .findFirst();
        if (now.isEmpty() || now.get().status() != Status.COMPLETED) {
            return;
        }
        String[] id = check.id().split(":", 3);
        if (id[0].equals("status")) {
            throw new WorldFault(
                    "rerun_refused",
                    "The check " + check.name()
                            + " is a commit status, and GitHub can't ask for one again; run it again where it is made: "
                            + check.url() + ".");
        }
        if (id[0].equals(Workflows.KIND)) {
            ask(path + "/actions/runs/" + id[1] + "/rerun", Optional.empty());
        } else {
            ask(check, id[1]);
        }
    }

    /** Asks for a job of Actions by its own resource, and for what another app made by that of the check run. */
    private void ask(Check check, String id) {
        String rerequest = path + "/check-runs/" + id + "/rerequest";
        if (!check.app().startsWith(ACTIONS)) {
            ask(rerequest, Optional.empty());
            return;
        }
        String job = job(
                GitHubApi.unless(CLOSED, () -> api.get(path + "/check-runs/" + id))
                        .orElseGet(Json::object),
                id);
        ask(path + "/actions/jobs/" + job + "/rerun", Optional.of(rerequest));
    }

    private void ask(String resource, Optional<String> otherwise) {
        try {
            api.post(resource, Json.object());
        } catch (GitHubFault e) {
            if (e.status() == 404 && otherwise.isPresent()) {
                ask(otherwise.get(), Optional.empty());
            } else if (e.status() == 403 && e.getMessage().contains("already running")) {
                // other jobs of the same workflow run; GitHub runs none again before they have ended
                throw new GitHubFault(e.status(), "forge_busy", e.getMessage());
            } else if (e.status() == 403 || e.status() == 404 || e.status() == 422) {
                throw new WorldFault("rerun_refused", e.getMessage(), e);
            } else {
                throw e;
            }
        }
    }

    static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field).asText("")).filter(text -> !text.isEmpty() && !text.equals("null"));
    }
}
