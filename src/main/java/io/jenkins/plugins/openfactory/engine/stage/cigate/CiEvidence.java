package io.jenkins.plugins.openfactory.engine.stage.cigate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.RunEvent;
import java.util.Optional;

/** The files under {@code CI_EVIDENCE/}: what each round saw and what was made of it. */
final class CiEvidence {
    private final StageContext context;

    CiEvidence(StageContext context) {
        this.context = context;
    }

    void publish(int round, String head, Observation seen, Triage.Verdict verdict) {
        String name = "CI_EVIDENCE/round-" + round + (verdict.ran().isEmpty() ? "-seen" : "");
        ObjectNode json = describe(head, seen);
        json.put("verdict", verdict.kind().id()).put("reason", verdict.reason());
        verdict.ran().forEach(ran -> {
            ObjectNode row = json.withArray("tried").addObject();
            ran.argv().forEach(row.withArray("argv")::add);
            row.put("ending", ran.ending()).put("log", ran.log());
        });
        context.doors().artifacts().publish(context.scope(), name + ".json", Json.pretty(json));
        seen.checks().stream()
                .filter(check -> !check.succeeded())
                .forEach(check -> context.doors()
                        .artifacts()
                        .publish(context.scope(), name + "-" + file(check.name()) + ".log", check.log()));
        if (!verdict.evidence().isEmpty()) {
            context.doors().artifacts().publish(context.scope(), name + "-evidence.txt", verdict.evidence());
        }
        context.tell(
                RunEvent.Kind.CHECK,
                Optional.empty(),
                "verdict " + verdict.kind().id() + ": " + verdict.reason());
    }

    void publishGreen(String head, Observation seen) {
        ObjectNode json = describe(head, seen).put("verdict", "success");
        context.doors().artifacts().publish(context.scope(), "CI_EVIDENCE/final.json", Json.pretty(json));
        seen.checks()
                .forEach(check -> context.doors()
                        .artifacts()
                        .publish(context.scope(), "CI_EVIDENCE/final-" + file(check.name()) + ".log", check.log()));
    }

    private static ObjectNode describe(String head, Observation seen) {
        ObjectNode json = Json.object().put("commit", head).put("pullRequestHead", seen.headSha());
        seen.checks()
                .forEach(check -> json.withArray("checks")
                        .addObject()
                        .put("name", check.name())
                        .put("app", check.app())
                        .put("state", check.state())
                        .put("summary", check.summary())
                        .put("url", check.url()));
        return json;
    }

    /** A file's name of a check's; two checks never share one. */
    private static String file(String check) {
        String plain = check.replaceAll("[^A-Za-z0-9._-]+", "-");
        return plain.equals(check) ? plain : plain + "-" + Sha256.hex(check).substring(0, 6);
    }
}
