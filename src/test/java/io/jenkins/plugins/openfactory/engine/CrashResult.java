package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.evidence.verify.BundleVerifier;
import io.jenkins.plugins.openfactory.evidence.verify.FolderFiles;
import io.jenkins.plugins.openfactory.evidence.verify.Problem;
import io.jenkins.plugins.openfactory.git.RealGit;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.RequestNormaliser;
import io.jenkins.plugins.openfactory.store.ExchangeRow;
import io.jenkins.plugins.openfactory.store.LedgerRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a run left behind, as far as a crash may not change it. */
record CrashResult(Map<String, String> facts, List<String> calls) {
    /** Pages about the record itself: how often a command ran, how long it took. They are compared by their name alone. */
    private static final List<String> ABOUT_THE_RECORD = List.of(
            "AUDIT.jsonl",
            "manifest.json",
            "provenance.",
            "report/",
            "SECURITY_NOTES.md",
            "TEST_REPORT.md",
            "FINAL_SUMMARY.md",
            "PREFLIGHT_REPORT.md");

    static CrashResult of(Workshop workshop, Path home) {
        String runId = CrashScenario.onlyRun(workshop);
        var store = workshop.store();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "state",
                store.run(runId).orElseThrow().state() + " "
                        + store.run(runId).orElseThrow().errorText());
        store.stages(runId)
                .forEach(stage -> facts.put(
                        "stage " + stage.stage(),
                        stage.state() + ", attempt " + stage.attempts() + ": " + stage.summary()));
        store.tickets(runId).forEach(ticket -> facts.put("ticket " + ticket.ticketId(), ticket.toString()));
        facts.put("pushed", workshop.pushed().toString());
        facts.put("commits", commits(workshop));
        facts.put("pull request", document(workshop, runId, "pull_request"));
        facts.put("pull requests", pulls(workshop));
        facts.put(
                "exchanges",
                store.exchanges(runId).stream()
                        .map(ExchangeRow::effectKey)
                        .sorted()
                        .toList()
                        .toString());
        facts.put(
                "charged",
                store.ledger(runId).stream()
                        .map(row -> row.key() + (row.settled() ? " settled" : " reserved"))
                        .sorted()
                        .toList()
                        .toString());
        // A log that is shown to the model has times in it, so a token more or less is the same.
        long tokens = store.ledger(runId).stream().mapToLong(LedgerRow::tokens).sum();
        facts.put("tokens, in hundreds", Long.toString(Math.round(tokens / 100.0)));
        facts.put("artifacts", workshop.artifacts(runId).toString());
        facts.put("problems of the bundle", problems(workshop.home().artifacts(runId)));
        for (String path : workshop.artifacts(runId)) {
            if (ABOUT_THE_RECORD.stream().noneMatch(path::startsWith)) {
                facts.put(path, normal(workshop.artifact(runId, path), home));
            }
        }
        return new CrashResult(facts, CrashScenario.calls(home));
    }

    /**
     * What differs.
     *
     * @param lostReply whether a reply of the model was on its way when the process died, so that it had to ask again
     */
    List<String> differences(CrashResult expected, boolean lostReply) {
        List<String> found = new ArrayList<>();
        expected.facts.forEach((name, fact) -> {
            if (!Objects.equals(fact, facts.get(name))) {
                found.add(name + " is " + facts.get(name) + " but was " + fact);
            }
        });
        for (String call : List.of("push", "open", "comment", "rerun", "chat")) {
            long allowed = count(expected.calls, call) + (lostReply && call.equals("chat") ? 1 : 0);
            if (count(calls, call) != allowed) {
                found.add(call + " was called " + count(calls, call) + " times, not " + allowed);
            }
        }
        return found;
    }

    private static long count(List<String> calls, String call) {
        return calls.stream().filter(call::equals).count();
    }

    private static String commits(Workshop workshop) {
        StringBuilder all = new StringBuilder();
        for (Path hosted : workshop.hosted()) {
            all.append(RealGit.git(hosted, "rev-list", "--all"));
        }
        return all.toString();
    }

    private static String pulls(Workshop workshop) {
        List<String> pulls = new ArrayList<>();
        for (Path hosted : workshop.hosted()) {
            String repository = hosted.getFileName().toString().replace(".git", "");
            for (long number = 1; number < 4; number++) {
                workshop.store()
                        .forge()
                        .pull(repository, number)
                        .ifPresent(row -> pulls.add(row.number() + " " + row.headBranch() + " " + row.open() + " "
                                + workshop.store().forge().comments(repository, row.number())));
            }
        }
        return pulls.toString();
    }

    /** What an auditor finds: a half-written file or a gap in the record of commands would be told here. */
    private static String problems(Path bundle) {
        try {
            return BundleVerifier.verify(new FolderFiles(bundle), List.of()).checks().stream()
                    .flatMap(check -> check.problems().stream())
                    .map(Problem::sentence)
                    .toList()
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String document(Workshop workshop, String runId, String name) {
        JsonNode json = workshop.store().document(runId, name).map(Json::read).orElseGet(Json::object);
        return json.path("number").asText() + " " + json.path("headSha").asText() + " " + json.path("branch");
    }

    private static String normal(String text, Path home) {
        return RequestNormaliser.normalise(text.replace(home.toString(), "<home>"))
                .replaceAll("\\d+ ms", "<n> ms")
                .replaceAll("\"(millis|audit)\" : \\d+", "\"$1\" : <n>")
                .replaceAll("\\d+(\\.\\d+)? s\\b", "<n> s")
                .replaceAll("has \\d+ entries and the head `[0-9a-f]+`", "has <n> entries and a head")
                .replaceAll("audit record \\d+", "audit record <n>")
                .replaceAll("attempt \\d+, commit", "attempt <n>, commit");
    }
}
