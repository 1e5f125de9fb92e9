package io.jenkins.plugins.openfactory.engine.stage.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.artifact.ArtifactStore;
import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.SandboxReport;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.journal.Doors;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.model.ModelPort;
import io.jenkins.plugins.openfactory.model.ModelReply;
import io.jenkins.plugins.openfactory.model.ModelRequest;
import io.jenkins.plugins.openfactory.model.ModelSettings;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The ports behind a recorded run: the repository, the store and the artifacts are real; commands and replies are what
 * the test says, with audit records as the runner writes them.
 */
final class RecordedPorts implements CommandRunner, ModelPort {
    static final String POLICY = "5".repeat(64);

    private final RunStore store;
    private int exit;
    private Optional<String> denial = Optional.empty();
    private String output = "";

    RecordedPorts(RunStore store) {
        this.store = store;
    }

    Doors.Ports with(GitRepository repository, ArtifactStore artifacts) {
        Forge forge = (Forge) Proxy.newProxyInstance(
                Forge.class.getClassLoader(), new Class<?>[] {Forge.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("push") || method.getName().equals("head")) {
                        return method.getReturnType() == Optional.class ? Optional.empty() : null;
                    }
                    throw new AssertionError("a release asks the forge nothing, but it asked " + method.getName());
                });
        return new Doors.Ports(this, this, repository, forge, artifacts);
    }

    /** What the next command prints and exits with. */
    void next(int exitCode, String printed) {
        exit = exitCode;
        output = printed;
        denial = Optional.empty();
    }

    /** The next command is denied. */
    void deny(String reason) {
        denial = Optional.of(reason);
    }

    @Override
    public CommandOutcome run(CommandRequest request, CancelToken cancel) {
        ObjectNode begin = Json.object().put("event", denial.isPresent() ? "denied" : "start");
        begin.put("run", request.runId()).put("stage", request.stage().id());
        begin.put("ticket", request.ticketId().orElse(null)).put("proposedBy", request.proposedBy());
        request.argv().forEach(begin.putArray("argv")::add);
        begin.put("policySha256", POLICY).put("rule", "make").put("at", "2026-05-04T09:00:00Z");
        if (denial.isPresent()) {
            begin.put("code", "OPTION").put("reason", denial.get());
            return new Denied("OPTION", "make", denial.get(), append(request, begin));
        }
        begin.put("resolved", "/usr/bin/make").put("binarySha256", "6".repeat(64));
        begin.put("tier", "FULL")
                .put("profile", "bubblewrap-1")
                .put("network", "loopback")
                .put("uid", 1000);
        long seq = append(request, begin);
        ObjectNode end = Json.object().put("event", "end").put("of", seq).put("exitCode", exit);
        end.put("durationMillis", 1200 + exit)
                .put("stdoutBytes", output.length())
                .put("stderrBytes", 0);
        append(request, end.put("truncated", false).putNull("killed"));
        return new CommandResult(
                OptionalInt.of(exit),
                Optional.empty(),
                output,
                "",
                false,
                Duration.ofMillis(1200 + exit),
                Tier.FULL,
                seq);
    }

    private long append(CommandRequest request, ObjectNode record) {
        return store.appendAudit(request.runId(), Json.write(record)).seq();
    }

    @Override
    public Optional<Denied> check(CommandRequest request) {
        return Optional.of(new Denied("WRAPPER", "none", "'env' starts another program; name that one", 0));
    }

    @Override
    public void adopt(Path workspace) {}

    @Override
    public SandboxReport sandbox() {
        return new SandboxReport(Tier.FULL, "bubblewrap with all namespaces", "", 1000);
    }

    @Override
    public Set<String> rules() {
        return Set.of("make");
    }

    @Override
    public String policySha256() {
        return POLICY;
    }

    @Override
    public ModelSettings settings() {
        return new ModelSettings(
                "openai",
                "https://models.example.org/v1",
                "coder-32b",
                0,
                4096,
                Optional.of(7),
                Duration.ofSeconds(120),
                Optional.of(0.4),
                Optional.of(1.6));
    }

    @Override
    public ModelReply chat(ModelRequest request, CancelToken cancel) {
        return new ModelReply("reply " + request.describe(), 2400, 310, "stop", Duration.ofMillis(5300), 1);
    }

    @Override
    public ModelReply ping(CancelToken cancel) {
        return new ModelReply("ok", 12, 1, "stop", Duration.ofMillis(300), 1);
    }

    /** When every recorded run begins. */
    static final Instant BEGIN = Instant.parse("2026-05-04T09:00:00Z");
}
