package io.jenkins.plugins.openfactory.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.EffectRow;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One command of a run, as its effect in the record tells it.
 *
 * @param stageAttempt which entry of the stage ran it, from 1
 * @param job what it belongs to, for instance {@code attempt-2}, {@code fail-first-2-1}, {@code integrated}, {@code gates}
 * @param number its place in that job, from 1
 * @param proposedBy {@code model}, {@code gate}, {@code check} or {@code user}
 * @param commit the commit that its workspace held
 * @param exitCode empty where it was killed or denied
 * @param killed why it was killed, in lower-case words
 * @param denied why it did not run
 * @param tier the sandbox, in lower case; empty where it was denied
 * @param log the artifact with its output; empty where another run of the same job has replaced it
 * @param audit the sequence number of its audit record
 */
public record CommandEvidence(
        StageId stage,
        int stageAttempt,
        Optional<String> ticketId,
        String job,
        int number,
        String proposedBy,
        List<String> argv,
        String commit,
        Optional<Integer> exitCode,
        Optional<String> killed,
        Optional<Denial> denied,
        Optional<String> tier,
        long millis,
        Optional<String> log,
        long audit,
        Instant at) {

    /**
     * Why a command did not run.
     *
     * @param code the runner's stable word
     * @param rule the nearest rule of the policy
     */
    public record Denial(String code, String rule, String reason) {}

    /** Reads a finished effect of the kind {@code command}; empty for any other. */
    public static Optional<CommandEvidence> of(EffectRow effect) {
        Optional<EffectKey> key = EffectKey.parse(effect.key());
        if (!effect.kind().equals("command") || effect.outcome().isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        JsonNode outcome = Json.read(effect.outcome().get());
        return Optional.of(
                outcome.has("denied")
                        ? denied(effect, key.get(), Json.value(outcome.get("denied"), Denied.class))
                        : ran(effect, key.get(), Json.value(outcome.get("result"), CommandResult.class)));
    }

    private static CommandEvidence denied(EffectRow effect, EffectKey key, Denied denied) {
        return of(
                effect,
                key,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Denial(denied.code(), denied.rule(), denied.reason())),
                Optional.empty(),
                0,
                denied.audit());
    }

    private static CommandEvidence ran(EffectRow effect, EffectKey key, CommandResult result) {
        Optional<Integer> exit =
                result.exitCode().isPresent() ? Optional.of(result.exitCode().getAsInt()) : Optional.empty();
        return of(
                effect,
                key,
                exit,
                result.killed().map(why -> why.name().toLowerCase(Locale.ROOT).replace('_', ' ')),
                Optional.empty(),
                Optional.of(result.tier().name().toLowerCase(Locale.ROOT)),
                result.duration().toMillis(),
                result.audit());
    }

    private static CommandEvidence of(
            EffectRow effect,
            EffectKey key,
            Optional<Integer> exitCode,
            Optional<String> killed,
            Optional<Denial> denied,
            Optional<String> tier,
            long millis,
            long audit) {
        JsonNode asked = Json.read(effect.request());
        return new CommandEvidence(
                effect.stage(),
                key.stageAttempt(),
                effect.ticketId(),
                key.name(),
                key.number(),
                asked.path("proposedBy").asText(),
                Json.texts(asked.path("argv")),
                asked.path("tree").asText(),
                exitCode,
                killed,
                denied,
                tier,
                millis,
                Optional.empty(),
                audit,
                effect.intentAt());
    }

    /** The same command with the artifact that holds its output. */
    public CommandEvidence withLog(Optional<String> artifact) {
        return new CommandEvidence(
                stage,
                stageAttempt,
                ticketId,
                job,
                number,
                proposedBy,
                argv,
                commit,
                exitCode,
                killed,
                denied,
                tier,
                millis,
                artifact,
                audit,
                at);
    }

    public boolean passed() {
        return exitCode.isPresent() && exitCode.get() == 0;
    }

    /** The command line as people read it. */
    public String line() {
        return String.join(" ", argv);
    }

    /** How it ended, in a few words. */
    public String ending() {
        return denied.map(why -> "denied (" + why.code() + ")")
                .or(() -> killed.map(why -> "killed (" + why + ")"))
                .orElseGet(() -> "exit code " + exitCode.map(String::valueOf).orElse("unknown"));
    }
}
