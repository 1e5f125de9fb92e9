package io.jenkins.plugins.openfactory.exec.local;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.exec.AuditLog;
import io.jenkins.plugins.openfactory.exec.Canary;
import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.exec.PolicyRule;
import io.jenkins.plugins.openfactory.exec.SandboxReport;
import io.jenkins.plugins.openfactory.exec.Shell;
import io.jenkins.plugins.openfactory.exec.sandbox.Launch;
import io.jenkins.plugins.openfactory.exec.sandbox.LaunchedSandbox;
import io.jenkins.plugins.openfactory.exec.sandbox.LaunchedSystem;
import io.jenkins.plugins.openfactory.exec.sandbox.Ownership;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxProbe;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxedCommand;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Runs commands on the machine that this process runs on. The sandbox is probed at the first use. Safe for any thread.
 */
public final class LocalCommandRunner implements CommandRunner {
    private static final int EXAMPLES = 3;

    private final CommandPolicy policy;
    private final AuditLog audit;
    private final Masker masker;
    private final Clock clock;
    private final Planner planner;
    private final AuditRecords records;
    private final Supplier<SandboxProbe.Found> probe;
    private final Starter starter;
    private final List<AllowedHost> hosts;
    private SandboxProbe.Found found;

    /** Runs one command that was allowed, from its start to its end. */
    private interface Starter {
        Finished run(CommandRequest request, SandboxedCommand command, Launch launch, CancelToken cancel)
                throws IOException;
    }

    /**
     * @throws UserError where this Java is told to start processes by copying itself, which would hand its memory on, or
     *     where a host is not one
     */
    public LocalCommandRunner(
            RunnerSettings settings, CommandPolicy policy, AuditLog audit, Masker masker, Clock clock) {
        if ("FORK".equalsIgnoreCase(System.getProperty("jdk.lang.Process.launchMechanism"))) {
            throw new UserError(
                    "The system property jdk.lang.Process.launchMechanism is FORK; take it out, because commands"
                            + " must not start as a copy of this process.");
        }
        this.policy = policy;
        this.audit = audit;
        this.masker = masker;
        this.clock = clock;
        this.planner = new Planner(policy, settings);
        this.records = new AuditRecords(masker, policy.sha256());
        this.probe = new SandboxProbe(settings.machine())::find;
        this.starter = (request, command, launch, cancel) ->
                new RunningCommand(command, launch, masker, canary(request)).run(request.stdin(), cancel);
        this.hosts = settings.hosts().stream().map(AllowedHost::of).toList();
    }

    private LocalCommandRunner(
            Shell shell, Tier minimumTier, CommandPolicy policy, AuditLog audit, Masker masker, Clock clock) {
        LaunchedSystem system = LaunchedSystem.look(shell);
        LaunchedPrograms programs = new LaunchedPrograms(system, policy.rules(), shell.trial());
        RunnerSettings settings =
                new RunnerSettings(system.machine(), minimumTier, false, List.of(), Optional.empty(), List.of());
        this.hosts = List.of();
        this.policy = policy;
        this.audit = audit;
        this.masker = masker;
        this.clock = clock;
        this.planner = new Planner(policy, settings, programs);
        this.records = new AuditRecords(masker, policy.sha256());
        this.probe = () -> LaunchedSandbox.find(shell, system, programs.open(), programs.pinned());
        this.starter = (request, command, launch, cancel) ->
                new LaunchedCommand(shell, command, launch, masker, canary(request)).run(request.stdin(), cancel);
    }

    /**
     * A runner of commands in another system, which is looked at right now. Only the FULL tier exists there.
     *
     * @throws WorldFault {@code agent_lost} or {@code shell_failed} where that system does not answer
     */
    public static LocalCommandRunner through(
            Shell shell, Tier minimumTier, CommandPolicy policy, AuditLog audit, Masker masker, Clock clock) {
        return new LocalCommandRunner(shell, minimumTier, policy, audit, masker, clock);
    }

    @Override
    public CommandOutcome run(CommandRequest request, CancelToken cancel) {
        Plan plan = planner.plan(request, found());
        if (plan instanceof Plan.Refuse refuse) {
            return denied(request, refuse.denied());
        }
        return request.prepares()
                ? prepare(request, (Plan.Run) plan, cancel)
                : run(request, (Plan.Run) plan, Optional.empty(), cancel);
    }

    /** Runs a command that fetches: with the proxy beside it, and what it made kept afterwards. */
    private CommandOutcome prepare(CommandRequest request, Plan.Run plan, CancelToken cancel) {
        Path workspace = plan.command().workspace();
        try (ProxyFolder folder = ProxyFolder.create(plan.command().user());
                HostProxy proxy = new HostProxy(hosts, folder.path())) {
            folder.open(proxy.socket());
            Set<String> before = PreparedCaches.folders(workspace);
            Plan.Run reaching = new Plan.Run(
                    plan.rule(), plan.binary(), plan.sandbox(), plan.command().withProxy(proxy.socket()));
            CommandOutcome outcome = run(request, reaching, Optional.of(proxy), cancel);
            if (outcome instanceof CommandResult result && result.succeeded()) {
                planner.prepared(request.runId()).orElseThrow().keep(workspace, before);
            }
            return outcome;
        } catch (IOException e) {
            throw new WorldFault(
                    "prepare_failed",
                    "What '" + request.argv().get(0) + "' fetched can't be kept: " + e.getMessage() + ".",
                    e);
        }
    }

    private static Canary canary(CommandRequest request) {
        return Canary.of(request.runId(), request.traceId());
    }

    @Override
    public Optional<Denied> check(CommandRequest request) {
        return planner.plan(request, found()) instanceof Plan.Refuse refuse
                ? Optional.of(masked(refuse.denied(), 0))
                : Optional.empty();
    }

    @Override
    public void recordDenied(CommandRequest request, Denied refused) {
        audit.append(request.runId(), records.denied(request, refused, clock.instant()));
    }

    @Override
    public void adopt(Path workspace) {
        Ownership.give(workspace);
    }

    @Override
    public SandboxReport sandbox() {
        return found().report();
    }

    @Override
    public Set<String> rules() {
        return planner.available();
    }

    @Override
    public Map<String, String> examples() {
        Set<String> available = rules();
        return policy.rules().stream()
                .filter(rule -> available.contains(rule.name()))
                .collect(Collectors.toMap(
                        PolicyRule::name,
                        rule -> rule.kind() == PolicyRule.Kind.READ
                                ? ""
                                : policy.examples(rule.name()).stream()
                                        .limit(EXAMPLES)
                                        .collect(Collectors.joining(", "))));
    }

    @Override
    public String policySha256() {
        return policy.sha256();
    }

    private synchronized SandboxProbe.Found found() {
        if (found == null || found.sandbox().map(sandbox -> !sandbox.intact()).orElse(false)) {
            found = probe.get();
        }
        return found;
    }

    @Override
    public Optional<String> preparedSha256(String runId) {
        return planner.prepared(runId).flatMap(PreparedCaches::sha256);
    }

    private CommandOutcome run(CommandRequest request, Plan.Run plan, Optional<HostProxy> proxy, CancelToken cancel) {
        try (Launch launch = plan.sandbox().prepare(plan.command())) {
            Instant started = clock.instant();
            ObjectNode start = records.start(request, plan, started);
            start.put("prepared", preparedSha256(request.runId()).orElse(null));
            proxy.ifPresent(with -> start.put("network", "hosts"));
            long seq = audit.append(request.runId(), start);
            Finished finished = finish(request, plan, launch, cancel);
            ObjectNode end = records.end(request, seq, started, finished, clock.instant());
            proxy.ifPresent(with -> {
                with.reached().forEach(end.putArray("reached")::add);
                with.refused().forEach(end.putArray("refused")::add);
            });
            audit.append(request.runId(), end);
            return outcome(plan, finished, proxy, seq);
        } catch (IOException e) {
            throw new WorldFault(
                    "spawn_failed",
                    "The files for the command '" + request.argv().get(0)
                            + "' could not be written; free some space in the temporary folder.",
                    e);
        }
    }

    private Finished finish(CommandRequest request, Plan.Run plan, Launch launch, CancelToken cancel) {
        if (cancel.isCancelled()) {
            return Finished.neverStarted();
        }
        try {
            return starter.run(request, plan.command(), launch, cancel);
        } catch (IOException e) {
            return Finished.failed(String.valueOf(e.getMessage()));
        }
    }

    private CommandOutcome outcome(Plan.Run plan, Finished finished, Optional<HostProxy> proxy, long seq) {
        Finished.End end = finished.end();
        if (end.notSetUp().isPresent()) {
            String reason = "the sandbox could not be set up: " + end.notSetUp().get();
            return masked(new Denied("SANDBOX_UNAVAILABLE", plan.rule().name(), reason, seq), seq);
        }
        String stdout = finished.stdout().text();
        String stderr = finished.stderr().text();
        boolean offline = end.exitCode().orElse(0) != 0 && !plan.command().hostNetwork();
        return new CommandResult(
                end.exitCode(),
                end.killed(),
                stdout,
                proxy.isPresent()
                        ? NetworkHint.refused(stderr, proxy.get().refused())
                        : offline ? NetworkHint.append(stdout, stderr) : stderr,
                finished.truncated(),
                finished.duration(),
                plan.sandbox().tier(),
                seq);
    }

    private Denied denied(CommandRequest request, Denied denied) {
        Denied shown = masked(denied, 0);
        long seq = audit.append(request.runId(), records.denied(request, shown, clock.instant()));
        return masked(shown, seq);
    }

    private Denied masked(Denied denied, long seq) {
        return new Denied(denied.code(), denied.rule(), masker.mask(denied.reason()), seq);
    }
}
