package io.jenkins.plugins.openfactory.evidence.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the verification of a bundle came to. Immutable.
 *
 * @param keyId the fingerprint of the key that the signature was checked with; empty where there was none to check with
 * @param trust where that key came from
 * @param headCommit the commit that the pull request ends with, as it is signed; empty where nothing could be read
 * @param manifestSha256 of the manifest file
 */
public record Verification(
        String runId,
        Optional<String> keyId,
        Trust trust,
        Optional<String> headCommit,
        String manifestSha256,
        int files,
        List<Check> checks) {

    /** What no verification of a bundle can show, whoever does it. */
    public static final List<String> NOT_PROVEN = List.of(
            "that the host was honest: the key lies on the host that ran the factory, so whoever rules that host, or has"
                    + " a copy of the key, can sign a bundle that never happened",
            "when it happened: every time is that host's own clock, and no outside party witnessed it",
            "what the forge says now: the pull request and its checks are told as the run saw them; compare the head"
                    + " commit with the pull request yourself",
            "that the change is good: tests and checks show what they test, and the signature says nothing about it");

    /** The result for a file that is no readable archive. */
    public static Verification unreadable(String file, String why) {
        Check check =
                new Check("archive", "The archive can be read.", List.of(new Problem(file, "can't be read: " + why)));
        return new Verification("unknown", Optional.empty(), Trust.FIRST_USE, Optional.empty(), "", 0, List.of(check));
    }

    /** Where the key came from that the signature was checked with. */
    public enum Trust {
        /** Whoever verifies named it. */
        GIVEN,
        /** It came with the bundle itself, so the signature only shows that nothing was changed since. */
        FIRST_USE
    }

    /**
     * One kind of thing that was looked at.
     *
     * @param id a stable word
     * @param title what holds where there is no problem, as a sentence
     */
    public record Check(String id, String title, List<Problem> problems) {
        public Check {
            problems = List.copyOf(problems);
        }

        public boolean passed() {
            return problems.isEmpty();
        }
    }

    public boolean valid() {
        return checks.stream().allMatch(Check::passed);
    }

    /** The result for tools. */
    public ObjectNode toJson() {
        ObjectNode json = Json.object().put("valid", valid()).put("runId", runId);
        json.putObject("key")
                .put("id", keyId.orElse(null))
                .put("trust", trust.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put("headCommit", headCommit.orElse(null))
                .put("manifestSha256", manifestSha256)
                .put("files", files);
        ArrayNode list = json.putArray("checks");
        for (Check check : checks) {
            ObjectNode row = list.addObject().put("id", check.id()).put("title", check.title());
            row.put("passed", check.passed());
            ArrayNode problems = row.putArray("problems");
            check.problems()
                    .forEach(p -> problems.addObject().put("file", p.file()).put("problem", p.sentence()));
        }
        json.set("notProven", Json.tree(NOT_PROVEN));
        return json;
    }
}
