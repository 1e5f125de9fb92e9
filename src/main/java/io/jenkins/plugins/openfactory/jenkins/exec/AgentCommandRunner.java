package io.jenkins.plugins.openfactory.jenkins.exec;

import com.fasterxml.jackson.databind.JsonNode;
import hudson.FilePath;
import hudson.slaves.WorkspaceList;
import io.jenkins.plugins.openfactory.exec.AuditLog;
import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.exec.SandboxReport;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.RunCancelledException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs commands on an agent: the policy, the sandbox and the limits work in the agent's own process, the audit and the
 * masking on the controller, and working trees are kept equal on both sides. No secret ever goes there. Safe for any
 * thread.
 */
final class AgentCommandRunner implements CommandRunner, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AgentCommandRunner.class.getName());
    private static final long STOP_MILLIS = 3000;
    private static final long LOOK_MILLIS = 250;

    private final FilePath folder;
    private final AgentOrder order;
    private final String policySha256;
    private final AuditSink audit;
    private final Masker masker;
    private final AgentTrees trees;
    private JsonNode described;

    AgentCommandRunner(
            FilePath workspace, String runId, AgentOrder order, String policySha256, AuditLog audit, Masker masker) {
        this.folder = WorkspaceList.tempDir(workspace).child("openfactory").child(runId);
        this.order = order;
        this.policySha256 = policySha256;
        this.masker = masker;
        this.audit = (run, record) ->
                audit.append(run, (com.fasterxml.jackson.databind.node.ObjectNode) Json.read(masker.mask(record)));
        this.trees = new AgentTrees(folder);
    }

    @Override
    public CommandOutcome run(CommandRequest request, CancelToken cancel) {
        return trees.with(request.workspace(), tree -> {
            JsonNode answer = ask(tree, AgentWork.run(order, request, sink()), cancel);
            return answer.has("denied") ? denied(answer.get("denied")) : result(answer.get("result"));
        });
    }

    @Override
    public Optional<Denied> check(CommandRequest request) {
        return trees.with(request.workspace(), tree -> {
            JsonNode answer = ask(tree, AgentWork.check(order, request, sink()), new CancelToken());
            return answer.has("denied") ? Optional.of(denied(answer.get("denied"))) : Optional.empty();
        });
    }

    /** The agent's copy is handed over there. */
    @Override
    public void adopt(Path workspace) {
        // Nothing is run in the controller's copy.
    }

    @Override
    public SandboxReport sandbox() {
        return Json.value(describe().get("sandbox"), SandboxReport.class);
    }

    @Override
    public Set<String> rules() {
        return Set.copyOf(Json.texts(describe().get("rules")));
    }

    @Override
    public Map<String, String> examples() {
        Map<String, String> examples = new TreeMap<>();
        describe()
                .path("examples")
                .properties()
                .forEach(entry -> examples.put(entry.getKey(), entry.getValue().asText()));
        return examples;
    }

    @Override
    public String policySha256() {
        return policySha256;
    }

    /** Deletes the agent's copies of the working trees; they are made again when they are needed. */
    @Override
    public void close() {
        trees.delete();
    }

    private synchronized JsonNode describe() {
        if (described == null) {
            described = ask(folder, AgentWork.describe(order), new CancelToken());
        }
        return described;
    }

    private AuditSink sink() {
        return folder.getChannel().export(AuditSink.class, audit);
    }

    private JsonNode ask(FilePath tree, AgentWork work, CancelToken cancel) {
        try {
            Future<String> answer = tree.actAsync(work);
            try (CancelToken.Registration stop = cancel.onCancel(() -> stop(tree, work))) {
                return Json.read(await(answer, cancel));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunCancelledException();
        } catch (IOException | ExecutionException e) {
            cancel.throwIfCancelled();
            throw Lost.of(tree, e);
        }
    }

    private static void stop(FilePath tree, AgentWork work) {
        try {
            tree.actAsync(AgentWork.stop(work));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "the agent of a command that shall stop is not there", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The answer; where a stop was asked for and none comes in time, the agent ends the command without us. */
    private static String await(Future<String> answer, CancelToken cancel)
            throws InterruptedException, ExecutionException {
        long patience = STOP_MILLIS;
        while (true) {
            try {
                return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                patience -= cancel.isCancelled() ? LOOK_MILLIS : 0;
                if (patience <= 0) {
                    throw new RunCancelledException();
                }
            }
        }
    }

    private Denied denied(JsonNode json) {
        Denied denied = Json.value(json, Denied.class);
        return new Denied(denied.code(), denied.rule(), masker.mask(denied.reason()), denied.audit());
    }

    private CommandResult result(JsonNode json) {
        CommandResult result = Json.value(json, CommandResult.class);
        return new CommandResult(
                result.exitCode(),
                result.killed(),
                masker.mask(result.stdout()),
                masker.mask(result.stderr()),
                result.truncated(),
                result.duration(),
                result.tier(),
                result.audit());
    }
}
