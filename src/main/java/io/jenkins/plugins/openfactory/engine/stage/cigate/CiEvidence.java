package io.jenkins.plugins.openfactory.engine.stage.cigate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.engine.StageResult;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.RunEvent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The files under {@code CI_EVIDENCE/}, what each round saw and what was made of it, and the run's list of checks. */
final class CiEvidence {
    private static final String FOLDER = "CI_EVIDENCE/";

    private final StageContext context;

    CiEvidence(StageContext context) {
        this.context = context;
    }

    /** What was seen before checks that infrastructure broke were run once more. */
    void publishBroken(int round, String head, Observation seen, Triage.Verdict verdict) {
        publish(FOLDER + "round-" + round + "-seen", head, seen, verdict);
    }

    /** What a round came to. */
    void publish(int round, String head, Observation seen, Triage.Verdict verdict) {
        publish(FOLDER + "round-" + round, head, seen, verdict);
    }

    private void publish(String name, String head, Observation seen, Triage.Verdict verdict) {
        ObjectNode json = describe(name, head, seen);
        json.put("verdict", verdict.kind().id()).put("reason", verdict.reason());
        verdict.ran().forEach(ran -> {
            ObjectNode row = json.withArray("tried").addObject();
            ran.argv().forEach(row.withArray("argv")::add);
            row.put("ending", ran.ending()).put("log", ran.log());
        });
        publish(name + ".json", Json.pretty(json));
        seen.checks().stream().filter(check -> !check.succeeded()).forEach(check -> logOf(name, seen, check));
        if (!verdict.evidence().isEmpty()) {
            publish(name + "-evidence.txt", verdict.evidence());
        }
        context.tell(
                RunEvent.Kind.CHECK,
                Optional.empty(),
                "verdict " + verdict.kind().id().replace('_', ' ') + ": " + verdict.reason());
    }

    void publishGreen(String head, Observation seen) {
        String name = FOLDER + "final";
        publish(name + ".json", Json.pretty(describe(name, head, seen).put("verdict", "success")));
        seen.checks().forEach(check -> logOf(name, seen, check));
    }

    /** What was there when green turned out to be over. */
    void publishVoid(String head, Observation now, StageResult.CiFailed why) {
        String name = FOLDER + "voided";
        ObjectNode json = describe(name, head, now).put("verdict", why.code()).put("reason", why.text());
        publish(name + ".json", Json.pretty(json));
        record(now, head, why.code());
        context.documents().save(PullRequestGate.GREEN, Json.object());
        context.tell(RunEvent.Kind.CHECK, Optional.empty(), "voided " + why.code() + ": " + why.text());
    }

    /** Keeps the required checks for the status document. */
    void record(Observation seen, String head, String verdict) {
        ArrayNode checks = Json.array();
        seen.checks()
                .forEach(check -> checks.addObject()
                        .put("name", check.name())
                        .put("app", check.app())
                        .put("status", status(check.state()))
                        .put("conclusion", check.state())
                        .put("headSha", head)
                        .put("verdict", check.succeeded() && seen.headSha().equals(head) ? "success" : verdict));
        context.documents().save("checks", checks);
    }

    /** Keeps how far the required checks are while they are waited for. */
    void recordProgress(RequiredChecks required, List<Forge.Check> checks, String head) {
        ArrayNode rows = Json.array();
        for (Forge.Required wanted : required.wanted()) {
            Optional<Forge.Check> check = RequiredChecks.match(wanted, checks);
            rows.addObject()
                    .put("name", wanted.name())
                    .put("app", check.map(Forge.Check::app).or(wanted::app).orElse(""))
                    .put(
                            "status",
                            check.map(c -> c.status().name().toLowerCase(Locale.ROOT))
                                    .orElse("not_created"))
                    .put(
                            "conclusion",
                            check.flatMap(Forge.Check::conclusion)
                                    .map(Forge.Conclusion::id)
                                    .orElse(""))
                    .put("headSha", head)
                    .put("verdict", "waiting");
        }
        context.documents().save("checks", rows);
    }

    private static String status(String state) {
        return List.of("never_created", "running").contains(state) ? state : "completed";
    }

    private ObjectNode describe(String name, String head, Observation seen) {
        ObjectNode json = Json.object().put("commit", head).put("pullRequestHead", seen.headSha());
        seen.checks().forEach(check -> {
            ObjectNode row = json.withArray("checks")
                    .addObject()
                    .put("name", check.name())
                    .put("app", check.app())
                    .put("state", check.state())
                    .put("summary", check.summary())
                    .put("url", check.url());
            if (!check.log().isEmpty()) {
                row.put("log", path(name, seen, check));
            }
        });
        return json;
    }

    private void logOf(String name, Observation seen, Observation.Seen check) {
        publish(path(name, seen, check), check.log());
    }

    private void publish(String path, String text) {
        context.doors().artifacts().publish(context.scope(), path, text);
    }

    /** The file of a check's log; two checks never share one. */
    private static String path(String name, Observation seen, Observation.Seen check) {
        String plain = check.name().replaceAll("[^A-Za-z0-9._-]+", "-");
        boolean alone = plain.equals(check.name())
                && seen.checks().stream()
                                .filter(other -> other.name().equals(check.name()))
                                .count()
                        == 1;
        String mark =
                alone ? "" : "-" + Sha256.hex(check.name() + "\n" + check.app()).substring(0, 6);
        return name + "-" + plain + mark + ".log";
    }
}
