package io.jenkins.plugins.openfactory.jenkins.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.artifact.FolderArtifactStore;
import io.jenkins.plugins.openfactory.evidence.view.LiveRun;
import io.jenkins.plugins.openfactory.evidence.view.RunLog;
import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.RunEvent;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.run.StageState;
import io.jenkins.plugins.openfactory.run.TicketState;
import io.jenkins.plugins.openfactory.run.WaitReason;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.store.EffectRow;
import io.jenkins.plugins.openfactory.store.ExchangeRow;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import io.jenkins.plugins.openfactory.store.StageRow;
import io.jenkins.plugins.openfactory.store.TicketRow;
import io.jenkins.plugins.openfactory.store.jdbc.Stores;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A run in a real store and folder, in the middle of its work: the first two thirds of its tickets are done, the first of
 * them at the second attempt; two are in work. A word stands wherever a model, a person or a log can put one.
 */
final class ViewedRun implements AutoCloseable {
    static final String ID = "20261122-100000-abc123";
    private static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");

    final RunStore store;
    final FactoryHome home;
    final RunLog log;
    private final FolderArtifactStore artifacts;
    private final String word;
    private final Instant begin;
    private Instant now;

    ViewedRun(Path folder, String word) {
        this(folder, word, BEGIN);
    }

    ViewedRun(Path folder, String word, Instant begin) {
        this.begin = begin;
        this.now = begin;
        this.home = new FactoryHome(folder, folder.resolve("workspaces"));
        this.store = Stores.embedded(folder.resolve("store.db"), Clock.fixed(begin.plusSeconds(240), ZoneOffset.UTC));
        this.artifacts = new FolderArtifactStore(home.artifacts(ID));
        this.log = new RunLog(home.run(ID));
        this.word = word.isEmpty() ? "" : " " + word;
    }

    LiveRun live() {
        return new LiveRun(store, home, ID);
    }

    /** A run that has planned so many tickets and works on them. */
    ViewedRun implementing(int tickets) {
        create();
        for (StageId stage : StageId.values()) {
            if (stage.number() < StageId.IMPLEMENT_LOOP.number()) {
                stage(stage, StageState.SUCCEEDED, "came out well" + word);
            }
        }
        stage(StageId.IMPLEMENT_LOOP, StageState.RUNNING, "");
        plan(tickets);
        int done = Math.max(1, tickets * 2 / 3);
        for (int number = 1; number <= tickets; number++) {
            Ticket ticket = Ticket.of(ticket(number));
            TicketState state = number <= done
                    ? TicketState.SUCCEEDED
                    : number <= done + 2 ? TicketState.RUNNING : TicketState.PENDING;
            work(ticket, number, state);
        }
        return this;
    }

    /** The same run once its pull request was checked: red, mended, green. */
    ViewedRun done(int tickets) {
        implementing(tickets);
        for (int number = 1; number <= tickets; number++) {
            work(Ticket.of(ticket(number)), number, TicketState.SUCCEEDED);
        }
        stage(StageId.IMPLEMENT_LOOP, StageState.SUCCEEDED, tickets + " tickets" + word);
        stage(StageId.INTEGRATION, StageState.SUCCEEDED, "merged" + word);
        round(1, "failure", "caused_by_patch");
        round(2, "success", "success");
        pullRequest("success");
        stage(StageId.PR_CI_GATE, StageState.SUCCEEDED, "required checks (tests) succeeded" + word);
        stage(StageId.RELEASE_ARTIFACTS, StageState.SUCCEEDED, "published" + word);
        store.update(ID, row -> row.withState(JobState.DONE));
        return this;
    }

    /** The same run, stopped by a question. */
    void ask(String question) {
        store.update(ID, row -> row.waiting(WaitReason.CLARIFICATION, question + word));
    }

    /** The same run, stopped until somebody approves this hash. */
    void askApproval(String subject, String sha256) {
        put("SPEC.md", "# Show stock levels" + word);
        ObjectNode pending = Json.object().put("subject", subject).put("sha256", sha256);
        pending.putArray("files")
                .addObject()
                .put("path", "SPEC.md")
                .put("sha256", Sha256.hex("# Show stock levels" + word));
        store.saveDocument(ID, "pending_approval", Json.write(pending));
        store.update(ID, row -> row.waiting(WaitReason.APPROVAL, "Approve or reject " + subject + word));
    }

    String specHash() {
        return Spec.freezeHash(spec(1));
    }

    private Instant step(long millis) {
        now = now.plus(Duration.ofMillis(millis));
        return now;
    }

    private void create() {
        ObjectNode request = Json.object()
                .put("text", "Show stock levels.\n\nPlease." + word)
                .put("origin", "issue 7" + word);
        ObjectNode config = Json.object();
        config.putObject("model")
                .put("provider", "openai")
                .put("baseUrl", "https://models.example.org/v1")
                .put("modelId", "coder-32b" + word)
                .put("temperature", 0)
                .put("maxTokens", 4096);
        store.create(new RunRow(
                ID,
                "0af7651916cd43dd8448eb211c80319c",
                JobState.RUNNING,
                Optional.empty(),
                Optional.empty(),
                "Show stock levels." + word,
                Json.write(config),
                Json.write(request),
                Sha256.hex(Json.canonical(request)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                begin,
                begin));
        store.saveDocument(
                ID, "sandbox", Json.write(Json.object().put("tier", "full").put("detail", "bubblewrap" + word)));
    }

    private void stage(StageId stage, StageState state, String summary) {
        Instant start = step(400);
        Optional<Instant> end = state == StageState.SUCCEEDED ? Optional.of(step(4200)) : Optional.empty();
        store.saveStage(ID, new StageRow(stage, state, 1, Optional.of(start), end, summary));
        tell(stage, Optional.empty(), state.id() + " " + summary);
    }

    void tell(StageId stage, Optional<String> ticket, String text) {
        log.append(new RunEvent(now, ID, RunEvent.Kind.NOTE, Optional.of(stage), ticket, text));
    }

    private ObjectNode spec(int criteria) {
        ObjectNode spec = Json.object().put("title", "Show stock levels in the shop" + word);
        spec.put("summary", "Customers see how many pieces are left.\n\nThe number comes from the store." + word);
        spec.putArray("scope").add("A number beside each article." + word);
        spec.putArray("nonGoals").add("Reserving pieces." + word);
        spec.putArray("assumptions").add("A number above 99 is shown as 99+." + word);
        spec.putArray("constraints").add("Java 17." + word);
        spec.putArray("risks")
                .addObject()
                .put("risk", "The store is slow." + word)
                .put("mitigation", "Ask it once a minute." + word);
        ArrayNode list = spec.putArray("acceptanceCriteria");
        for (int i = 1; i <= criteria; i++) {
            list.addObject()
                    .put("id", "AC-" + i)
                    .put("statement", "Part " + i + " shows the level of its article" + word)
                    .put("verification", "a test compares it" + word);
        }
        return spec;
    }

    private void plan(int tickets) {
        ObjectNode spec = spec(tickets);
        store.saveDocument(ID, "spec", Json.write(spec));
        store.update(
                ID,
                row -> row.withSpec(Spec.freezeHash(spec), spec.path("title").asText()));
        ObjectNode document = Json.object();
        for (int i = 1; i <= tickets; i++) {
            document.withArray("tickets").add(ticket(i));
        }
        store.saveDocument(ID, "tickets", Json.write(document));
    }

    private static String id(int number) {
        return String.format("%04d", number);
    }

    private ObjectNode ticket(int number) {
        ObjectNode ticket = Json.object().put("id", id(number));
        ticket.put("title", "Show the level of part " + number + word)
                .put("goal", "Part " + number + " shows its level." + word);
        ticket.putArray("files")
                .addObject()
                .put("glob", "src/**/Part" + number + "*.java" + word)
                .putArray("allow")
                .add("create")
                .add("modify");
        ticket.putArray("commands").add("make");
        ObjectNode test = ticket.putArray("tests").addObject();
        test.putArray("argv").add("make").add("test-" + id(number));
        test.putArray("proves").add("AC-" + number);
        test.put("mustFailFirst", true);
        ticket.putArray("doneCriteria").add("The level is compared." + word);
        ArrayNode before = ticket.putArray("dependsOn");
        if (number == 3) {
            before.add(id(1)).add(id(2));
        } else if (number > 3) {
            before.add(id(number / 2));
        }
        return ticket;
    }

    private void work(Ticket ticket, int number, TicketState state) {
        boolean done = state == TicketState.SUCCEEDED;
        int attempts = state == TicketState.PENDING ? 0 : number == 1 ? 2 : 1;
        boolean fresh =
                store.effects(ID).stream().noneMatch(effect -> effect.ticketId().equals(Optional.of(ticket.id())));
        for (int attempt = 1; attempt <= attempts && fresh; attempt++) {
            exchange(ticket.id(), attempt);
            command(ticket, "attempt-" + attempt, attempt < attempts ? 2 : 0);
            put(
                    ticket,
                    "attempt-" + attempt + ".md",
                    "# Ticket " + ticket.id() + ", attempt " + attempt + ": "
                            + (attempt < attempts ? "'make test' failed" + word : "proven") + "\n");
        }
        if (attempts > 0 && fresh) {
            command(ticket, "fail-first-" + attempts + "-1", 1);
        }
        if (number == 2 && fresh) {
            command(ticket, "attempt-1", 0, true);
        }
        if (done) {
            put(ticket, "PATCH.diff", patch(number));
        }
        store.saveTicket(
                ID,
                new TicketRow(
                        ticket.id(),
                        ticket.title(),
                        state,
                        attempts,
                        ticket.dependsOn(),
                        Optional.of("b"),
                        done ? Optional.of("c".repeat(36) + ticket.id()) : Optional.empty(),
                        done ? "2 files" + word : ""));
    }

    private void put(Ticket ticket, String name, String text) {
        put("TICKETS/" + ticket.slug() + "/" + name, text);
    }

    void put(String path, String text) {
        try {
            artifacts.put(path, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String patch(int number) {
        String name = "src/main/java/shop/Part" + number + ".java";
        String test = "src/test/java/shop/Part" + number + "Test.java";
        return "diff --git a/" + name + " b/" + name + "\nindex 1111111..2222222 100644\n--- a/" + name + "\n+++ b/"
                + name
                + "\n@@ -3,5 +3,6 @@ class Part {\n     private final Store store;\n-    int level = 0;\n"
                + "+    // asks the store" + word + "\n+    int level = store.level(\"part-" + number + "\", 42);\n"
                + "     boolean shown = true;\n \n     void show() {\n"
                + "diff --git a/" + test + " b/" + test
                + "\nnew file mode 100644\nindex 0000000..3333333\n--- /dev/null\n+++ b/"
                + test + "\n@@ -0,0 +1,3 @@\n+class Part" + number + "Test {\n+    void shouldShow() {} //" + word
                + "\n+}\n";
    }

    private void exchange(String ticket, int attempt) {
        String key = "implement_loop.1/" + ticket + "/model/implement/" + attempt;
        Instant begun = step(150);
        ObjectNode asked = Json.object().put("purpose", "implement");
        asked.putArray("messages").addObject().put("role", "user").put("text", "Write part " + ticket + "." + word);
        intend(key, "model", StageId.IMPLEMENT_LOOP, Optional.of(ticket), asked, begun);
        JsonNode reply = Json.object().put("text", "class Part {}" + word);
        ExchangeRow row = new ExchangeRow(
                ID,
                key,
                StageId.IMPLEMENT_LOOP,
                Optional.of(ticket),
                attempt,
                "implement",
                "openai",
                "https://models.example.org/v1",
                "coder-32b" + word,
                0,
                4096,
                Optional.empty(),
                "2".repeat(64),
                2400,
                310,
                Optional.of(0.0031),
                1800,
                "stop" + word,
                1,
                step(1800));
        store.complete(ID, key, Json.write(reply), "", now, Optional.of(row), Optional.empty());
        tell(StageId.IMPLEMENT_LOOP, Optional.of(ticket), "model answered implement " + attempt + word);
    }

    private void intend(String key, String kind, StageId stage, Optional<String> ticket, JsonNode asked, Instant at) {
        store.intend(new EffectRow(
                ID,
                key,
                kind,
                stage,
                ticket,
                Sha256.hex(Json.canonical(asked)),
                Json.write(asked),
                Optional.empty(),
                1,
                "",
                at,
                Optional.empty()));
    }

    private void command(Ticket ticket, String job, int exit) {
        command(ticket, job, exit, false);
    }

    private void command(Ticket ticket, String job, int exit, boolean denied) {
        ObjectNode begin =
                Json.object().put("event", denied ? "denied" : "start").put("stage", "implement_loop");
        begin.put("ticket", ticket.id())
                .put("proposedBy", "model")
                .put("policySha256", "5".repeat(64))
                .put("rule", "make" + word);
        ticket.tests().get(0).argv().forEach(begin.putArray("argv")::add);
        begin.withArray("argv").add("NAME=" + word);
        Instant begun = step(100);
        begin.put("at", begun.toString());
        long seq;
        JsonNode outcome;
        if (denied) {
            seq = append(begin.put("code", "OPTION").put("reason", "the option is not allowed here" + word));
            outcome = Json.object()
                    .set("denied", Json.tree(new CommandOutcome.Denied("OPTION", "make", "no" + word, seq)));
        } else {
            begin.put("resolved", "/usr/bin/make")
                    .put("binarySha256", "6".repeat(64))
                    .put("tier", "FULL");
            seq = append(begin.put("profile", "bubblewrap-1")
                    .put("network", "loopback")
                    .put("uid", 1000));
            ObjectNode end = Json.object()
                    .put("event", "end")
                    .put("of", seq)
                    .put("exitCode", exit)
                    .put("durationMillis", 900);
            append(end.put("stdoutBytes", 9)
                    .put("stderrBytes", 0)
                    .put("truncated", false)
                    .putNull("killed"));
            outcome = Json.object()
                    .set(
                            "result",
                            Json.tree(new CommandOutcome.CommandResult(
                                    OptionalInt.of(exit),
                                    Optional.empty(),
                                    "",
                                    "",
                                    false,
                                    Duration.ofMillis(900),
                                    CommandOutcome.Tier.FULL,
                                    seq)));
            step(900);
        }
        String key = "implement_loop.1/" + ticket.id() + "/command/" + job + (denied ? "/2" : "/1");
        ObjectNode asked = Json.object().put("proposedBy", "model").put("tree", "c".repeat(40));
        ticket.tests().get(0).argv().forEach(asked.putArray("argv")::add);
        intend(key, "command", StageId.IMPLEMENT_LOOP, Optional.of(ticket.id()), asked, begun);
        store.complete(ID, key, Json.write(outcome), "", now, Optional.empty(), Optional.empty());
        put(ticket, "logs/" + job + "-1.log", "output of " + job + word + "\n--- exit code " + exit + "\n");
        tell(StageId.IMPLEMENT_LOOP, Optional.of(ticket.id()), "make → exit code " + exit + word);
    }

    private long append(ObjectNode record) {
        return store.appendAudit(ID, Json.write(record)).seq();
    }

    private void round(int number, String state, String verdict) {
        String key = "pr_ci_gate.1/-/observe/checks-" + number;
        intend(
                key,
                "observe",
                StageId.PR_CI_GATE,
                Optional.empty(),
                Json.object().put("commit", "d".repeat(40)),
                step(500));
        ObjectNode outcome = Json.object();
        outcome.putArray("checks")
                .addObject()
                .put("name", "tests" + word)
                .put("app", "ci")
                .put("state", state)
                .put("summary", "2 of 3 passed" + word)
                .put("url", "https://ci.example.org/1");
        store.complete(ID, key, Json.write(outcome), "", step(500), Optional.empty(), Optional.empty());
        ObjectNode page = Json.object().put("verdict", verdict).put("reason", "it passes on the base commit" + word);
        ObjectNode tried =
                page.putArray("tried").addObject().put("ending", "exit code 1").put("log", "CI_EVIDENCE/logs/t-1.log");
        tried.putArray("argv").add("make").add("ci" + word);
        put("CI_EVIDENCE/round-" + number + ".json", Json.pretty(page));
        put("CI_EVIDENCE/round-" + number + "-evidence.txt", "expected 3 but was 2" + word);
        put("CI_EVIDENCE/logs/t-1.log", "tried" + word + "\n");
    }

    private void pullRequest(String conclusion) {
        String head = "d".repeat(40);
        store.saveDocument(
                ID,
                "pull_request",
                Json.write(Json.object()
                        .put("number", 12)
                        .put("url", "https://git.example.org/shop/shop/pull/12")
                        .put("branch", "openfactory/" + ID)
                        .put("headSha", head)
                        .put("draft", true)));
        store.saveDocument(
                ID,
                "checks",
                Json.write(Json.array()
                        .add(Json.object()
                                .put("name", "tests" + word)
                                .put("app", "ci")
                                .put("status", "completed")
                                .put("conclusion", conclusion)
                                .put("headSha", head)
                                .put("verdict", "success"))));
    }

    @Override
    public void close() {
        store.close();
    }
}
