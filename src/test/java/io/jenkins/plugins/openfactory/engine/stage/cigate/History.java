package io.jenkins.plugins.openfactory.engine.stage.cigate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.forge.github.GitHubState;
import io.jenkins.plugins.openfactory.json.Json;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A random history of a GitHub server around one pull request: what its workflows make of each commit and each wish for
 * another run, statuses, pushes by others, outages, limits and replicas that lag.
 */
final class History {
    private static final List<String> ENDS = List.of(
            "success",
            "success",
            "success",
            "success",
            "success",
            "failure",
            "failure",
            "skipped",
            "neutral",
            "cancelled",
            "timed_out",
            "startup_failure",
            "action_required",
            "stale",
            "splendid");
    private static final List<String> STATES = List.of("success", "success", "failure", "error", "pending");
    private static final int MOST_SECONDS = 600;
    /** The requests of one look: what happens between them can't be seen by anybody. */
    private static final int LAST_LOOK = 6;

    private final GateBench bench;
    private final Random random;
    private final String branch;
    /** Names of checks and who must make them; null where anybody may. */
    private final List<JsonNode> wanted = new ArrayList<>();

    /** The head where it was green, else nothing, at each of the last requests. */
    private final Deque<String> recent = new ArrayDeque<>();

    /** What happened, for whoever reads a failure. */
    final List<String> log = new ArrayList<>();

    History(GateBench bench, Random random, String runId) {
        this.bench = bench;
        this.random = random;
        this.branch = GateBench.branch(runId);
    }

    void begin() {
        bench.watched = () -> {
            recent.addLast(bench.server.state.head(branch).filter(this::green).orElse(""));
            if (recent.size() > LAST_LOOK) {
                recent.removeFirst();
            }
        };
        boolean app = random.nextBoolean();
        require("tests", app ? GitHubState.ACTIONS : null);
        if (random.nextInt(3) == 0) {
            require("lint", random.nextBoolean() ? 77L : null);
        }
        boolean calm = random.nextInt(3) == 0;
        bench.server.workflows = commit -> wanted.forEach(check -> answer(commit, check, calm));
        bench.server.rerun = (run, kind) -> again(run);
        bench.server.rerunRefused = random.nextInt(8) == 0;
        int events = calm ? random.nextInt(2) : random.nextInt(6);
        for (int i = 0; i < events; i++) {
            bench.time.at(Duration.ofSeconds(random.nextInt(MOST_SECONDS)), this::event);
        }
    }

    private void require(String name, Long app) {
        bench.server.state.require(name, app);
        wanted.add(bench.server.state.required.get(wanted.size()));
    }

    private void note(String what) {
        log.add(bench.time.since().toSeconds() + " s: " + what);
    }

    private Duration some(int seconds) {
        return Duration.ofMillis(1 + random.nextInt(seconds * 1000));
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** What a workflow, a foreign app or a person makes of a required check on a commit. */
    private void answer(String commit, JsonNode check, boolean calm) {
        int kind = random.nextInt(calm ? 4 : 12);
        if (kind == 11) {
            note("nothing for " + check.path("context").asText());
        } else if (kind >= 9 && check.path("app_id").asLong(0) != GitHubState.ACTIONS) {
            status(commit, check.path("context").asText());
        } else {
            bench.time.in(
                    some(60),
                    () -> run(
                            commit,
                            check.path("context").asText(),
                            check.path("app_id").asLong(GitHubState.ACTIONS)));
            if (kind == 8) {
                bench.time.in(some(200), () -> run(commit, check.path("context").asText(), 5));
            }
        }
    }

    private void status(String commit, String context) {
        String login = any(List.of("ann", "status-app[bot]", "15368", "77"));
        String state = any(STATES);
        note("status " + context + " " + state + " by " + login);
        bench.server.state.status(commit, context, state, login);
        if (state.equals("pending")) {
            bench.time.in(some(300), () -> status(commit, context));
        }
    }

    private void run(String commit, String name, long app) {
        ObjectNode run =
                bench.server.state.run(commit, name, app, app == GitHubState.ACTIONS ? "github-actions" : "app");
        if (random.nextInt(6) == 0) {
            run.putObject("check_suite").put("id", 900 + random.nextInt(3));
        }
        note("run " + run.path("id") + " of " + name + " by " + app + " on " + commit.substring(0, 7));
        end(run);
    }

    private void end(ObjectNode run) {
        if (random.nextInt(20) == 0) {
            return;
        }
        String word = any(ENDS);
        bench.time.in(some(250), () -> {
            note("run " + run.path("id") + " ended as " + word);
            bench.server.state.complete(run, word, "it ended as " + word);
            run.put("completed_at", bench.time.instant().toString());
        });
    }

    /** Another run of a job: the same one reset, or a new one in its place. */
    private void again(ObjectNode run) {
        note("asked for another run of " + run.path("id"));
        if (random.nextInt(3) == 0) {
            run.put("status", "queued").putNull("conclusion").putNull("completed_at");
            end(run);
        } else if (random.nextInt(5) > 0) {
            ObjectNode next = bench.server.state.run(
                    run.path("head_sha").asText(),
                    run.path("name").asText(),
                    run.path("app").path("id").asLong(),
                    run.path("app").path("slug").asText());
            next.set("check_suite", run.path("check_suite"));
            end(next);
        }
    }

    private void event() {
        Optional<String> head = bench.server.state.head(branch);
        if (head.isEmpty()) {
            return;
        }
        switch (random.nextInt(9)) {
            case 0 -> {
                note("a push by somebody else");
                String made = bench.server.state.push(branch, "mine " + random.nextInt());
                bench.server.workflows.accept(made);
            }
            case 1, 2 ->
                bench.server.state.runs.stream()
                        .filter(run -> run.path("head_sha").asText().equals(head.get())
                                && run.path("status").asText().equals("completed"))
                        .findFirst()
                        .ifPresent(this::again);
            case 3 -> outage();
            case 4 -> limit();
            case 5 -> status(head.get(), "tests");
            case 6 ->
                bench.server.state.pulls.forEach(pull -> {
                    note("the pull request is closed");
                    pull.put("state", "closed");
                });
            case 7 -> run(head.get(), "tests", any(List.of(GitHubState.ACTIONS, 5L)));
            default -> lag(head.get());
        }
    }

    private void lag(String head) {
        note("pull requests lag at " + head.substring(0, 7));
        bench.server.state.lagging = Optional.of(head);
        bench.time.in(some(900), () -> bench.server.state.lagging = Optional.empty());
    }

    private void outage() {
        Duration end = bench.time.since().plus(some(300));
        int status = any(List.of(500, 502, 503));
        note("down with " + status + " until " + end.toSeconds() + " s");
        answering(end, response -> response.setStatus(status));
    }

    private void limit() {
        Duration end = bench.time.since().plus(some(700));
        boolean primary = random.nextBoolean();
        note((primary ? "primary" : "secondary") + " limit until " + end.toSeconds() + " s");
        answering(end, response -> {
            response.setStatus(primary ? 403 : 429);
            response.setHeader("x-ratelimit-remaining", primary ? "0" : "17");
            response.setHeader(
                    primary ? "x-ratelimit-reset" : "Retry-After",
                    primary ? SimulatedTime.START.plus(end).getEpochSecond() + "" : "30");
        });
    }

    private interface Answering {
        void answer(jakarta.servlet.http.HttpServletResponse response);
    }

    private void answering(Duration end, Answering answering) {
        bench.server.interruption = (request, response) -> {
            bench.tick();
            boolean now = bench.time.since().compareTo(end) < 0;
            if (now) {
                answering.answer(response);
            }
            return now;
        };
    }

    /** Whether the commit was green within the last look. */
    boolean wasGreen(String commit) {
        return green(commit) || recent.contains(commit);
    }

    /** The oracle: whether the pull request is open at this commit and every required check of it succeeded, right now. */
    boolean green(String commit) {
        JsonNode pull = bench.server.state.pulls.isEmpty() ? Json.object() : bench.server.state.pulls.get(0);
        return pull.path("state").asText().equals("open")
                && bench.server.state.head(branch).equals(Optional.of(commit))
                && wanted.stream().allMatch(check -> succeeded(commit, check));
    }

    /** Every newest run and status of the name by the app that is wanted is a success, and there is one. */
    private boolean succeeded(String commit, JsonNode check) {
        String name = check.path("context").asText();
        Optional<Long> app = check.path("app_id").isNumber()
                ? Optional.of(check.path("app_id").asLong())
                : Optional.empty();
        TreeMap<String, String> newest = new TreeMap<>();
        for (ObjectNode run : bench.server.state.runs) {
            if (run.path("head_sha").asText().equals(commit)
                    && run.path("name").asText().equals(name)
                    && app.map(id -> id == run.path("app").path("id").asLong()).orElse(true)) {
                newest.put(
                        run.path("app").path("id") + " "
                                + run.path("check_suite").path("id"),
                        run.path("status").asText().equals("completed")
                                ? run.path("conclusion").asText()
                                : "running");
            }
        }
        // the newest status comes first
        bench.server.state.statuses.stream()
                .filter(status -> status.path("url").asText().endsWith(commit)
                        && status.path("context").asText().equals(name))
                .findFirst()
                .filter(status -> app.map(id -> id == 77
                                && status.path("creator").path("login").asText().equals("status-app[bot]"))
                        .orElse(true))
                .ifPresent(status -> newest.put("status", status.path("state").asText()));
        return !newest.isEmpty() && newest.values().stream().allMatch("success"::equals);
    }
}
