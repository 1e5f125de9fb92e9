package io.jenkins.plugins.openfactory.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.forge.Forge.Check;
import io.jenkins.plugins.openfactory.forge.Forge.Conclusion;
import io.jenkins.plugins.openfactory.forge.Forge.Status;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Check runs and commit statuses of a commit, what they printed, and how they are run again. A check's id is
 * {@code run:NUMBER:WHEN} or {@code status:NUMBER:CONTEXT}, where {@code WHEN} is the time of its end: a check run that an
 * app resets and ends again is another check for us. Its app is {@code SLUG#ID}.
 */
final class Checks {
    private static final int MOST_ANNOTATIONS = 200;
    private static final int MOST_LOG = 2_000_000;
    private static final String ACTIONS = "github-actions";

    private final GitHubApi api;
    private final String path;
    /** The ids of apps whose bots set statuses; as many as there are apps at work. */
    private final Map<String, String> bots = new ConcurrentHashMap<>();

    Checks(GitHubApi api, String path) {
        this.api = api;
        this.path = path;
    }

    List<Check> of(String commit) {
        List<JsonNode> runs;
        try {
            runs = api.pages(path + "/commits/" + commit + "/check-runs?filter=latest&per_page=100", "check_runs");
        } catch (GitHubFault e) {
            if (e.status() == 422 || e.status() == 404) {
                return List.of();
            }
            throw e;
        }
        List<Check> checks = new ArrayList<>();
        newest(runs).stream()
                .filter(run -> run.path("head_sha").asText(commit).equals(commit))
                .forEach(run -> checks.add(check(run, commit)));
        Map<String, JsonNode> statuses = new LinkedHashMap<>();
        // newest first, as the API's description promises
        api.pages(path + "/commits/" + commit + "/statuses?per_page=100", "statuses")
                .forEach(status -> statuses.putIfAbsent(status.path("context").asText(), status));
        statuses.values().forEach(status -> checks.add(status(status, commit)));
        return List.copyOf(checks);
    }

    /** Of the runs by one name, app and suite only the last one made counts. */
    private static List<JsonNode> newest(List<JsonNode> runs) {
        Map<String, JsonNode> last = new LinkedHashMap<>();
        runs.forEach(run -> last.merge(
                run.path("name").asText() + "\0" + run.path("app").path("id").asText() + "\0"
                        + run.path("check_suite").path("id").asText(),
                run,
                (a, b) -> a.path("id").asLong() >= b.path("id").asLong() ? a : b));
        return List.copyOf(last.values());
    }

    private static Check check(JsonNode run, String commit) {
        Optional<Conclusion> conclusion = text(run, "conclusion").map(Checks::conclusion);
        boolean over = run.path("status").asText().equals("completed") && conclusion.isPresent();
        Status status = over
                ? Status.COMPLETED
                : run.path("status").asText().equals("in_progress") ? Status.IN_PROGRESS : Status.QUEUED;
        JsonNode app = run.path("app");
        String slug = app.path("slug").asText("");
        return new Check(
                "run:" + run.path("id").asText() + ":"
                        + (over ? run.path("completed_at").asText("") : ""),
                run.path("name").asText(),
                slug + (app.path("id").isNumber() ? "#" + app.path("id").asText() : ""),
                commit,
                status,
                over ? conclusion : Optional.empty(),
                text(run, "html_url").or(() -> text(run, "details_url")).orElse(""));
    }

    /** A word that we do not know is never a success. */
    private static Conclusion conclusion(String word) {
        try {
            return Conclusion.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Conclusion.STARTUP_FAILURE;
        }
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
                name -> api.find("/apps/" + name)
                        .filter(app -> app.path("id").isNumber())
                        .map(app -> name + "#" + app.path("id").asText())
                        .orElse(login));
    }

    Forge.Evidence evidence(Check check) {
        String[] id = check.id().split(":", 3);
        return id[0].equals("status") ? statusEvidence(check, id[1]) : runEvidence(check, id[1]);
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
        JsonNode run = api.get(path + "/check-runs/" + id);
        JsonNode output = run.path("output");
        StringBuilder log = new StringBuilder();
        text(output, "title").ifPresent(title -> log.append(title).append('\n'));
        text(output, "summary").ifPresent(summary -> log.append(summary).append('\n'));
        text(output, "text").ifPresent(text -> log.append(text).append('\n'));
        if (output.path("annotations_count").asInt(0) > 0) {
            api.pages(path + "/check-runs/" + id + "/annotations?per_page=100", "").stream()
                    .limit(MOST_ANNOTATIONS)
                    .forEach(note -> log.append(annotation(note)));
        }
        if (check.app().startsWith(ACTIONS)) {
            log.append(jobLog(job(run, id)));
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
    private String jobLog(String job) {
        try {
            String log = api.text(path + "/actions/jobs/" + job + "/logs");
            return log.length() <= MOST_LOG
                    ? log
                    : "(the first " + (log.length() - MOST_LOG) + " characters are left out)\n"
                            + log.substring(log.length() - MOST_LOG);
        } catch (GitHubFault e) {
            if (e.status() == 404 || e.status() == 410 || e.status() == 403) {
                return "(GitHub gives no log of job " + job + ": " + e.status() + ")\n";
            }
            throw e;
        }
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
        ask(check, id[1]);
    }

    private void ask(Check check, String id) {
        ObjectNode nothing = Json.object();
        try {
            if (check.app().startsWith(ACTIONS)) {
                String job = job(api.get(path + "/check-runs/" + id), id);
                api.post(path + "/actions/jobs/" + job + "/rerun", nothing);
            } else {
                api.post(path + "/check-runs/" + id + "/rerequest", nothing);
            }
        } catch (GitHubFault e) {
            if (e.status() == 403 || e.status() == 404 || e.status() == 422) {
                throw new WorldFault("rerun_refused", e.getMessage(), e);
            }
            throw e;
        }
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field).asText("")).filter(text -> !text.isEmpty() && !text.equals("null"));
    }
}
