package io.jenkins.plugins.openfactory.evidence.verify;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.artifact.Manifest;
import io.jenkins.plugins.openfactory.evidence.AuditChain;
import io.jenkins.plugins.openfactory.evidence.AuditFile;
import io.jenkins.plugins.openfactory.evidence.Provenance;
import io.jenkins.plugins.openfactory.evidence.Traceability;
import io.jenkins.plugins.openfactory.spec.Spec;
import io.jenkins.plugins.openfactory.store.AuditRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Checks that what the files of a bundle claim of the run agrees with the signed statement. */
final class ClaimCheck {
    static final String SPEC = "SPEC.json";
    static final String STATUS = "report/run.json";

    private final Documents documents;
    private final JsonNode statement;
    private final JsonNode definition;
    private final JsonNode details;

    ClaimCheck(Documents documents, JsonNode statement) {
        this.documents = documents;
        this.statement = statement;
        this.definition = statement.path("predicate").path("buildDefinition");
        this.details = statement.path("predicate").path("runDetails");
    }

    /** The specification is the one that was frozen, wherever its hash stands. */
    Verification.Check freeze(Optional<Manifest> manifest) {
        List<Problem> problems = new ArrayList<>();
        String frozen = definition.path("internalParameters").path("specSha256").asText();
        documents.json(SPEC, problems).ifPresent(json -> {
            String hash = hash(json);
            if (!hash.equals(frozen)) {
                problems.add(new Problem(SPEC, "was frozen as " + frozen + " but is " + hash));
            }
        });
        manifest.ifPresent(list -> same(
                problems,
                Manifest.PATH,
                "freeze hash",
                frozen,
                list.specSha256().orElse("none")));
        documents
                .json(Traceability.PATH, problems)
                .ifPresent(json -> same(
                        problems,
                        Traceability.PATH,
                        "freeze hash",
                        frozen,
                        json.path("specSha256").asText()));
        documents
                .json(STATUS, problems)
                .ifPresent(json -> same(
                        problems,
                        STATUS,
                        "freeze hash",
                        frozen,
                        json.path("spec").path("sha256").asText()));
        return new Verification.Check(
                "freeze", "The specification is the one that was frozen before anything was built.", problems);
    }

    private static String hash(JsonNode spec) {
        try {
            return Spec.freezeHash(spec);
        } catch (IllegalArgumentException e) {
            return "without a canonical form";
        }
    }

    private static void same(List<Problem> problems, String file, String what, String signed, String found) {
        if (!signed.equals(found)) {
            problems.add(new Problem(
                    file, "tells the " + what + " '" + found + "', and the signed statement '" + signed + "'"));
        }
    }

    /** Every file tells of the same run. */
    Verification.Check run(Optional<Manifest> manifest) {
        List<Problem> problems = new ArrayList<>();
        String run = details.path("metadata").path("invocationId").asText();
        manifest.ifPresent(list -> same(problems, Manifest.PATH, "run", run, list.runId()));
        for (String file : List.of(Traceability.PATH, STATUS)) {
            documents
                    .json(file, problems)
                    .ifPresent(json ->
                            same(problems, file, "run", run, json.path("runId").asText()));
        }
        documents.json(STATUS, problems).ifPresent(json -> {
            if (!json.path("status").asText().equals("done")) {
                problems.add(new Problem(
                        STATUS, "tells the status '" + json.path("status").asText() + "', not 'done'"));
            }
        });
        return new Verification.Check("run", "Every file tells of the same run, which is done.", problems);
    }

    /** The audit chain holds, link by link, and ends where the statement says. */
    Verification.Check chain() {
        List<Problem> problems = new ArrayList<>();
        documents.text(AuditFile.PATH, problems).ifPresent(text -> {
            try {
                chain(AuditFile.parse(text), problems);
            } catch (IllegalArgumentException e) {
                problems.add(new Problem(AuditFile.PATH, "is no audit chain: " + e.getMessage()));
            }
        });
        return new Verification.Check(
                "audit",
                "The record of commands holds together link by link, and is as long as the signed statement says.",
                problems);
    }

    private void chain(List<AuditRow> rows, List<Problem> problems) {
        AuditChain chain = AuditChain.of(rows);
        chain.problem().ifPresent(text -> problems.add(new Problem(AuditFile.PATH, "is broken: " + clause(text))));
        chain.differs(Provenance.chain(statement))
                .ifPresent(text -> problems.add(new Problem(AuditFile.PATH, "is not the signed one: " + clause(text))));
    }

    private static String clause(String sentence) {
        return sentence.substring(0, 1).toLowerCase(Locale.ROOT)
                + sentence.substring(1).replaceFirst("\\.$", "");
    }

    /** The commit that the pull request ends with, as it is signed. */
    Optional<String> head() {
        for (JsonNode subject : statement.path("subject")) {
            JsonNode commit = subject.path("digest").path("gitCommit");
            if (commit.isTextual()) {
                return Optional.of(commit.asText());
            }
        }
        return Optional.empty();
    }

    /** What was tested is what the pull request ends with. */
    Verification.Check tested() {
        List<Problem> problems = new ArrayList<>();
        Optional<String> head = head();
        if (head.isEmpty()) {
            problems.add(new Problem(Provenance.PATH, "names no commit as its subject"));
        }
        head.ifPresent(commit -> {
            documents.json(STATUS, problems).ifPresent(json -> {
                same(
                        problems,
                        STATUS,
                        "head of the pull request",
                        commit,
                        json.path("pullRequest").path("headSha").asText());
                checks(STATUS, commit, json.path("checks"), problems);
            });
            documents.json(Traceability.PATH, problems).ifPresent(json -> {
                same(
                        problems,
                        Traceability.PATH,
                        "head",
                        commit,
                        json.path("headSha").asText());
                checks(Traceability.PATH, commit, json.path("checks"), problems);
            });
        });
        return new Verification.Check(
                "tested", "Every required check succeeded on exactly the head commit of the pull request.", problems);
    }

    private void checks(String file, String commit, JsonNode checks, List<Problem> problems) {
        Set<String> missing = new HashSet<>();
        definition.path("externalParameters").path("requiredChecks").forEach(name -> missing.add(name.asText()));
        for (JsonNode check : checks) {
            String name = check.path("name").asText();
            missing.remove(name);
            if (!check.path("conclusion").asText().equals("success")) {
                problems.add(new Problem(
                        file,
                        "tells that the required check '" + name + "' ended as '"
                                + check.path("conclusion").asText() + "'"));
            }
            if (!check.path("headSha").asText().equals(commit)) {
                problems.add(new Problem(
                        file,
                        "tells that the required check '" + name + "' ran on '"
                                + check.path("headSha").asText() + "', which is not the head commit " + commit));
            }
        }
        missing.stream()
                .sorted()
                .forEach(name -> problems.add(new Problem(file, "tells nothing of the required check '" + name + "'")));
        if (checks.isEmpty()) {
            problems.add(new Problem(file, "tells of no required check"));
        }
    }
}
