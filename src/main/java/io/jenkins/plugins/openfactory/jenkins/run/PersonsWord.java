package io.jenkins.plugins.openfactory.jenkins.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.artifact.FolderArtifactStore;
import io.jenkins.plugins.openfactory.engine.Approvals;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WaitReason;
import io.jenkins.plugins.openfactory.store.ApprovalRow;
import io.jenkins.plugins.openfactory.store.CancelRequests;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What one person says to one run: recorded where the run asks for it, refused with a sentence where it does not. */
final class PersonsWord {
    private static final int LONGEST_TEXT = 16_000;
    private static final int BAD = 400;
    private static final int CONFLICT = 409;

    private final RunStore store;
    private final FactoryHome home;
    private final Clock clock;
    private final Masker masker;
    private final String runId;
    private final String by;

    /**
     * Why something was not done.
     *
     * @param status the HTTP status
     */
    record Refusal(int status, String text) {}

    PersonsWord(RunStore store, FactoryHome home, Clock clock, Masker masker, String runId, String by) {
        this.store = store;
        this.home = home;
        this.clock = clock;
        this.masker = masker;
        this.runId = runId;
        this.by = by;
    }

    /**
     * Asks the run to stop.
     *
     * @param parked ends a run that waits in this Jenkins; false where it does not
     */
    Optional<Refusal> cancel(BooleanSupplier parked) {
        CancelRequests requests = new CancelRequests(store, home, clock);
        try {
            boolean worked = requests.request(runId, by).isPresent();
            if (!worked && !parked.getAsBoolean()) {
                String text = "The run was cancelled; what it did so far is kept.";
                store.update(runId, row -> row.withError(JobState.CANCELLED, "cancelled", text));
                requests.clear(runId);
            }
            return Optional.empty();
        } catch (UserError e) {
            return refuse(CONFLICT, e.getMessage());
        }
    }

    /** Answers the clarification question. */
    Optional<Refusal> answer(String text) {
        if (text.isBlank() || text.length() > LONGEST_TEXT) {
            return refuse(
                    BAD, "The answer is empty or longer than " + LONGEST_TEXT + " characters; send it as 'text'.");
        }
        Optional<RunRow> row = waiting(WaitReason.CLARIFICATION);
        if (row.isEmpty()) {
            return refuse(CONFLICT, "The run does not ask for an answer now.");
        }
        say("clarification", "answer", Sha256.hex(row.get().waitingText().orElse("")), text);
        return Optional.empty();
    }

    /**
     * Approves or rejects.
     *
     * @param decision {@code approve} or {@code reject}
     * @param sha256 of exactly what was shown
     */
    Optional<Refusal> decide(String decision, String sha256, String remark) {
        if (remark.length() > LONGEST_TEXT) {
            return refuse(BAD, "The remark is longer than " + LONGEST_TEXT + " characters.");
        }
        if (waiting(WaitReason.APPROVAL).isEmpty()) {
            return refuse(CONFLICT, "The run does not ask for an approval now.");
        }
        JsonNode pending = Json.read(store.document(runId, Approvals.PENDING).orElse("{}"));
        String asked = pending.path("sha256").asText();
        if (!asked.equals(sha256)) {
            return refuse(
                    CONFLICT,
                    "What was shown is not what the run asks the approval of now, whose SHA-256 is " + asked
                            + ". Look at it again, then approve or reject that.");
        }
        Optional<String> changed = decision.equals("approve") ? changed(pending) : Optional.empty();
        if (changed.isPresent()) {
            return refuse(CONFLICT, changed.get());
        }
        say(pending.path("subject").asText(), decision, asked, remark);
        return Optional.empty();
    }

    private Optional<String> changed(JsonNode pending) {
        try {
            return Approvals.changed(pending, new FolderArtifactStore(home.artifacts(runId)).list());
        } catch (IOException e) {
            return Optional.of("The files of the run can't be read: " + e.getMessage() + ".");
        }
    }

    private static Optional<Refusal> refuse(int status, String text) {
        return Optional.of(new Refusal(status, text));
    }

    private Optional<RunRow> waiting(WaitReason reason) {
        return store.run(runId).filter(row -> row.waitingFor().equals(Optional.of(reason)));
    }

    private void say(String subject, String decision, String sha256, String text) {
        store.saveApproval(runId, new ApprovalRow(subject, decision, sha256, masker.mask(text), by, clock.instant()));
    }
}
