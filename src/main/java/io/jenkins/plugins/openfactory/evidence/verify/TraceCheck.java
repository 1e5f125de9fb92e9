package io.jenkins.plugins.openfactory.evidence.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.evidence.AuditFile;
import io.jenkins.plugins.openfactory.evidence.AuditedCommand;
import io.jenkins.plugins.openfactory.evidence.TraceGate;
import io.jenkins.plugins.openfactory.evidence.Traceability;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.json.JsonSchemas;
import io.jenkins.plugins.openfactory.json.SchemaViolation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Decides the gate of traceability again, and holds every run of a test that it rests on against the record of commands:
 * the same command line and the same exit code must stand there.
 */
final class TraceCheck {
    private final Documents documents;
    private final List<Problem> problems = new ArrayList<>();

    TraceCheck(Documents documents) {
        this.documents = documents;
    }

    Verification.Check run() {
        documents.json(Traceability.PATH, problems).ifPresent(trace -> {
            List<SchemaViolation> violations = JsonSchemas.validate("traceability", trace);
            violations.stream().limit(1).forEach(violation -> problem("is not as its schema wants it: " + violation));
            TraceGate.violations(trace).forEach(text -> problem("does not pass the gate: " + clause(text)));
            criteria(trace);
            runs(trace);
        });
        return new Verification.Check(
                "traceability",
                "Every criterion is shown by a test that ran as the record of commands says, or approved by a person;"
                        + " every hunk is a ticket's.",
                problems);
    }

    private void problem(String text) {
        problems.add(new Problem(Traceability.PATH, text));
    }

    private static String clause(String sentence) {
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT)
                + sentence.substring(1).replaceFirst("\\.$", "");
    }

    /** The criteria are those of the specification. */
    private void criteria(JsonNode trace) {
        documents.json(ClaimCheck.SPEC, problems).ifPresent(spec -> {
            List<String> wanted = ids(spec.path("acceptanceCriteria"));
            List<String> there = ids(trace.path("criteria"));
            if (!wanted.equals(there)) {
                problem("tells of the criteria " + there + ", and the specification has " + wanted);
            }
        });
    }

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.forEach(each -> ids.add(each.path("id").asText()));
        return ids;
    }

    private void runs(JsonNode trace) {
        Map<Long, AuditedCommand> audited = new HashMap<>();
        documents.text(AuditFile.PATH, problems).ifPresent(text -> {
            try {
                AuditedCommand.of(AuditFile.parse(text)).forEach(command -> audited.put(command.seq(), command));
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(AuditFile.PATH, "is no audit chain: " + e.getMessage()));
            }
        });
        for (JsonNode criterion : trace.path("criteria")) {
            for (JsonNode test : criterion.path("tests")) {
                for (String when : List.of("before", "after", "merged")) {
                    run(criterion.path("id").asText() + " (" + when + ")", test.path(when), audited);
                }
            }
        }
        trace.path("gates").forEach(gate -> run("the local gates", gate, audited));
    }

    private void run(String of, JsonNode run, Map<Long, AuditedCommand> audited) {
        if (!run.isObject()) {
            return;
        }
        AuditedCommand command = audited.get(run.path("audit").asLong());
        String told = "'" + String.join(" ", Json.texts(run.path("argv"))) + "' of " + of;
        if (command == null || !command.argv().equals(Json.texts(run.path("argv")))) {
            problem("tells of " + told + ", which is not record "
                    + run.path("audit").asLong() + " of " + AuditFile.PATH);
        } else if (!command.ending().equals(run.path("result").asText())) {
            problem("tells that " + told + " ended with " + run.path("result").asText() + ", and " + AuditFile.PATH
                    + " that it ended with " + command.ending());
        }
        String log = run.path("log").asText("");
        if (!log.isEmpty() && !documents.found().containsKey(log)) {
            problem("tells that the output of " + told + " is in " + log + ", which is missing");
        }
    }
}
