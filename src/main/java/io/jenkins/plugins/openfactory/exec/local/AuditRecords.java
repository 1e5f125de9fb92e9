package io.jenkins.plugins.openfactory.exec.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxedCommand;
import io.jenkins.plugins.openfactory.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Builds the audit records of commands; {@code seq} and {@code prevHash} are set by the log. Safe for any thread. */
final class AuditRecords {
    private final Masker masker;
    private final String policySha256;

    AuditRecords(Masker masker, String policySha256) {
        this.masker = masker;
        this.policySha256 = policySha256;
    }

    /** Before the spawn. */
    ObjectNode start(CommandRequest request, Plan.Run plan, Instant at) {
        SandboxedCommand command = plan.command();
        ObjectNode record = request("start", request, at);
        record.put("resolved", plan.binary().canonical().toString());
        record.put("binarySha256", plan.binary().sha256());
        record.put("rule", plan.rule().name());
        var executed = record.putArray("executed");
        command.argv().forEach(word -> executed.add(masker.mask(word)));
        var names = record.putArray("environment");
        command.environment().keySet().forEach(names::add);
        names.add("HOME").add("PATH").add("TMPDIR");
        record.put("uid", command.user().uid());
        record.put("tier", plan.sandbox().tier().name());
        record.put("profile", plan.sandbox().profile());
        record.put("network", command.hostNetwork() ? "host" : "loopback");
        record.set("limits", limits(command.limits()));
        return record;
    }

    /** After the end; {@code start} is the number of the start record. */
    ObjectNode end(CommandRequest request, long start, Instant startedAt, Finished finished, Instant at) {
        ObjectNode record = Json.object();
        record.put("event", "end");
        record.put("of", start);
        record.put("traceId", request.traceId());
        record.put("run", request.runId());
        record.put("start", startedAt.toString());
        record.put("end", at.toString());
        record.put("durationMillis", Duration.between(startedAt, at).toMillis());
        Finished.End how = finished.end();
        how.exitCode().ifPresentOrElse(code -> record.put("exitCode", code), () -> record.putNull("exitCode"));
        how.signal().ifPresentOrElse(signal -> record.put("signal", signal), () -> record.putNull("signal"));
        put(record, "killed", how.killed().map(kill -> kill.name().toLowerCase(Locale.ROOT)));
        put(record, "notSetUp", how.notSetUp().map(masker::mask));
        record.put("timedOut", finished.timedOut());
        record.put("stdoutBytes", finished.stdout().bytes());
        record.put("stderrBytes", finished.stderr().bytes());
        record.put("stdoutSha256", finished.stdout().sha256());
        record.put("stderrSha256", finished.stderr().sha256());
        record.put("truncated", finished.truncated());
        return record;
    }

    /** Instead of both, for a command that does not run. */
    ObjectNode denied(CommandRequest request, Denied denied, Instant at) {
        ObjectNode record = request("denied", request, at);
        record.put("rule", denied.rule());
        record.put("code", denied.code());
        record.put("reason", masker.mask(denied.reason()));
        return record;
    }

    private ObjectNode request(String event, CommandRequest request, Instant at) {
        ObjectNode record = Json.object();
        record.put("event", event);
        record.put("traceId", request.traceId());
        record.put("run", request.runId());
        put(record, "ticket", request.ticketId());
        record.put("stage", request.stage().id());
        record.put("proposedBy", request.proposedBy());
        var argv = record.putArray("argv");
        request.argv().forEach(word -> argv.add(masker.mask(word)));
        record.put(
                "requested",
                request.argv().isEmpty() ? "" : masker.mask(request.argv().get(0)));
        record.put("cwd", request.cwd());
        record.put("policySha256", policySha256);
        record.put("at", at.toString());
        return record;
    }

    private static void put(ObjectNode record, String name, Optional<String> value) {
        record.put(name, value.orElse(null));
    }

    private static ObjectNode limits(Limits limits) {
        ObjectNode node = Json.object();
        node.put("wallClockSeconds", limits.wallClock().toSeconds());
        node.put("cpuSeconds", limits.cpu().toSeconds());
        node.put("memoryBytes", limits.memoryBytes());
        node.put("processes", limits.processes());
        node.put("fileBytes", limits.fileBytes());
        node.put("openFiles", limits.openFiles());
        node.put("outputBytes", limits.outputBytes());
        return node;
    }
}
