package io.jenkins.plugins.openfactory.jenkins.exec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.remoting.Channel;
import hudson.remoting.VirtualChannel;
import io.jenkins.plugins.openfactory.exec.AuditLog;
import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.jenkins.config.PluginLoader;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.StageId;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.MasterToSlaveFileCallable;

/** One question to an agent's runner, asked in JSON both ways: strings alone cross the channel. */
final class AgentWork extends MasterToSlaveFileCallable<String> {
    private static final long serialVersionUID = 1;

    private enum What {
        RUN,
        CHECK,
        DESCRIBE,
        STOP
    }

    /** The work under way in this process, and work that was told to stop before it came. */
    private static final Map<String, CancelToken> UNDER_WAY = new ConcurrentHashMap<>();

    private final String id = UUID.randomUUID().toString();

    private final What what;
    private final AgentOrder order;
    private final String request;
    private final AuditSink audit;

    private AgentWork(What what, AgentOrder order, String request, AuditSink audit) {
        this.what = what;
        this.order = order;
        this.request = request;
        this.audit = audit;
    }

    /** Runs a command in the folder that this is asked at; {@code result} or {@code denied}. */
    static AgentWork run(AgentOrder order, CommandRequest request, AuditSink audit) {
        return new AgentWork(What.RUN, order, encode(request), audit);
    }

    /** Only decides; {@code denied}, or an empty object. */
    static AgentWork check(AgentOrder order, CommandRequest request, AuditSink audit) {
        return new AgentWork(What.CHECK, order, encode(request), audit);
    }

    /** What the agent offers; {@code sandbox} and {@code rules}. */
    static AgentWork describe(AgentOrder order) {
        return new AgentWork(What.DESCRIBE, order, "{}", null);
    }

    /**
     * Tells other work on the same agent to stop. Cancelling a call over the connection would interrupt its thread there,
     * which breaks the audit's own calls back.
     */
    static AgentWork stop(AgentWork other) {
        return new AgentWork(What.STOP, other.order, other.id, null);
    }

    @Override
    public String invoke(File folder, VirtualChannel channel) {
        if (what == What.STOP) {
            token(request).cancel();
            return "{}";
        }
        try {
            return work(folder, channel, token(id));
        } finally {
            UNDER_WAY.remove(id);
        }
    }

    private static CancelToken token(String id) {
        return UNDER_WAY.computeIfAbsent(id, unknown -> new CancelToken());
    }

    /** A command whose controller is gone is killed: it will be asked for again. */
    private String work(File folder, VirtualChannel channel, CancelToken cancel) {
        if (!(channel instanceof Channel connection)) {
            return write(folder, cancel);
        }
        Channel.Listener closing = new Channel.Listener() {
            @Override
            public void onClosed(Channel closed, IOException cause) {
                cancel.cancel();
            }
        };
        connection.addListener(closing);
        try {
            return write(folder, cancel);
        } finally {
            connection.removeListener(closing);
        }
    }

    private String write(File folder, CancelToken cancel) {
        return PluginLoader.with(() -> Json.write(answer(folder.toPath(), cancel)));
    }

    private ObjectNode answer(Path workspace, CancelToken cancel) {
        AuditLog log = (run, record) -> audit.append(run, record.toString());
        CommandRunner runner = NodeRunners.here(order, fetched(workspace), log, Clock.systemUTC());
        ObjectNode answer = Json.object();
        switch (what) {
            case RUN -> {
                CommandOutcome outcome = runner.run(decode(Json.read(request), workspace), cancel);
                answer.set(outcome instanceof Denied ? "denied" : "result", Json.tree(outcome));
            }
            case CHECK ->
                runner.check(decode(Json.read(request), workspace))
                        .ifPresent(denied -> answer.set("denied", Json.tree(denied)));
            case DESCRIBE -> {
                answer.set("sandbox", Json.tree(runner.sandbox()));
                answer.set("rules", Json.tree(runner.rules()));
                answer.set("examples", Json.tree(runner.examples()));
            }
            case STOP -> throw new IllegalStateException("stops nothing here");
        }
        return answer;
    }

    /** Beside the folders of runs, because those are deleted when a step ends and what was fetched serves the next one. */
    private static Optional<Path> fetched(Path workspace) {
        return Optional.ofNullable(workspace.getParent())
                .map(Path::getParent)
                .map(Path::getParent)
                .map(openfactory -> openfactory.resolve("caches"));
    }

    private static String encode(CommandRequest request) {
        ObjectNode json = Json.object()
                .put("traceId", request.traceId())
                .put("runId", request.runId())
                .put("stage", request.stage().id())
                .put("proposedBy", request.proposedBy())
                .put("cwd", request.cwd());
        request.ticketId().ifPresent(id -> json.put("ticketId", id));
        request.argv().forEach(json.putArray("argv")::add);
        request.stdin().ifPresent(bytes -> json.put("stdin", Base64.getEncoder().encodeToString(bytes)));
        request.rules().ifPresent(rules -> rules.forEach(json.putArray("rules")::add));
        json.set("limits", Json.tree(request.limits()));
        request.frozen().forEach(json.putArray("frozen")::add);
        json.put("prepares", request.prepares());
        return Json.write(json);
    }

    /** The git directory stays on the controller, so rules that need one are refused on agents. */
    private static CommandRequest decode(JsonNode json, Path workspace) {
        return new CommandRequest(
                json.path("traceId").asText(),
                json.path("runId").asText(),
                text(json, "ticketId"),
                StageId.of(json.path("stage").asText()).orElseThrow(),
                json.path("proposedBy").asText(),
                Json.texts(json.path("argv")),
                workspace,
                json.path("cwd").asText(),
                Optional.empty(),
                text(json, "stdin").map(Base64.getDecoder()::decode),
                json.has("rules") ? Optional.of(Set.copyOf(Json.texts(json.path("rules")))) : Optional.empty(),
                Json.value(json.path("limits"), Limits.class),
                Set.copyOf(Json.texts(json.path("frozen"))),
                json.path("prepares").asBoolean());
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.ofNullable(json.path(name).textValue());
    }
}
