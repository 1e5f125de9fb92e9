package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.Canary;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Tier;
import io.jenkins.plugins.openfactory.exec.CommandPolicy;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.Decision;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.exec.PolicyRule;
import io.jenkins.plugins.openfactory.exec.WorkspacePaths;
import io.jenkins.plugins.openfactory.exec.sandbox.Sandbox;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxProbe;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxUser;
import io.jenkins.plugins.openfactory.exec.sandbox.SandboxedCommand;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Decides whether and how a request runs. Starts nothing. Safe for any thread. */
final class Planner {
    private static final int MAX_STDIN = 1 << 20;

    private final CommandPolicy policy;
    private final RunnerSettings settings;
    private final Programs binaries;

    Planner(CommandPolicy policy, RunnerSettings settings) {
        this(policy, settings, new Binaries(policy.rules(), settings.machine()));
    }

    Planner(CommandPolicy policy, RunnerSettings settings, Programs programs) {
        this.policy = policy;
        this.settings = settings;
        this.binaries = programs;
    }

    /** The names of the rules whose program is there, without those that only prepare. */
    Set<String> available() {
        Set<String> names = new TreeSet<>(binaries.available());
        policy.rules().stream()
                .filter(rule -> rule.kind() == PolicyRule.Kind.PREPARE)
                .forEach(rule -> names.remove(rule.name()));
        return names;
    }

    /** Decides under the sandbox that was found. */
    Plan plan(CommandRequest request, SandboxProbe.Found found) {
        WorkspacePaths paths;
        try {
            paths = new WorkspacePaths(request.workspace(), request.cwd());
        } catch (IOException | IllegalArgumentException e) {
            return refuse(
                    "PATH",
                    "none",
                    "the folder '" + request.cwd() + "' of the workspace '" + request.workspace() + "' "
                            + (e instanceof IOException ? "does not exist" : e.getMessage()));
        }
        if (SystemFolders.contain(paths.root())) {
            return refuse(
                    "PATH",
                    "none",
                    "the workspace '" + paths.root() + "' is a folder of the system; name a folder of its own");
        }
        if (request.stdin().map(bytes -> bytes.length > MAX_STDIN).orElse(false)) {
            return refuse("TOO_LONG", "none", "standard input is longer than 1 MiB; put it in a file of the workspace");
        }
        Decision decision = request.prepares()
                ? policy.decideToPrepare(request.argv(), request.rules(), paths)
                : policy.decide(request.argv(), request.rules(), paths);
        if (decision instanceof Decision.Refused refused) {
            return refuse(refused.code(), refused.rule(), refused.reason());
        }
        return plan(request, (Decision.Allowed) decision, paths, found);
    }

    private Plan plan(
            CommandRequest request, Decision.Allowed allowed, WorkspacePaths paths, SandboxProbe.Found found) {
        PolicyRule rule = allowed.rule();
        Binaries.Binary program = binaries.current(rule);
        if (program instanceof Binaries.Binary.Unavailable missing) {
            return refuse("BINARY", rule.name(), missing.reason());
        }
        Optional<Plan> weak = tier(rule, found).or(() -> preparation(request, rule, found));
        if (weak.isPresent()) {
            return weak.get();
        }
        Sandbox sandbox = found.sandbox().orElseThrow();
        SandboxUser user = sandbox.user(settings.machine().user(), paths.root());
        if (!sandbox.canShow(paths.root(), user)) {
            return refuse(
                    "PATH",
                    rule.name(),
                    "the workspace '" + paths.root() + "' is not open to user " + user.name()
                            + ", which commands run under; hand it over or put it where that user can read it");
        }
        Binaries.Binary.Present binary = (Binaries.Binary.Present) program;
        List<Path> readable = folders(rule, binary);
        Optional<Plan> git = git(request, rule, paths, sandbox, user, readable);
        return git.orElseGet(() -> {
            List<String> argv = argv(request, allowed, binary, sandbox.workspaceSeenAs(paths.root()));
            Shown shown = shown(request, paths, sandbox, user);
            SandboxedCommand command = command(request, rule, argv, paths, readable, shown, user);
            return new Plan.Run(rule, binary, sandbox, command);
        });
    }

    private SandboxedCommand command(
            CommandRequest request,
            PolicyRule rule,
            List<String> argv,
            WorkspacePaths paths,
            List<Path> readable,
            Shown shown,
            SandboxUser user) {
        Canary canary = Canary.of(request.runId(), request.traceId());
        return new SandboxedCommand(
                argv,
                paths.root(),
                rule.kind() != PolicyRule.Kind.READ,
                FrozenFiles.of(paths.root(), request.frozen()),
                paths.cwd(),
                readable,
                shown.caches(),
                shown.home(),
                Optional.empty(),
                Map.of(Canary.FILE, canary.file()),
                environment(rule, canary),
                narrower(rule.limits(), request.limits()),
                rule.network() == PolicyRule.Network.HOST,
                user);
    }

    /** What a command sees of what was fetched before. */
    private record Shown(List<SandboxedCommand.Cache> caches, Optional<Path> home) {}

    private Shown shown(CommandRequest request, WorkspacePaths paths, Sandbox sandbox, SandboxUser user) {
        List<SandboxedCommand.Cache> caches = new ArrayList<>(settings.caches().stream()
                .filter(cache -> Files.isDirectory(cache.host()))
                .toList());
        Optional<PreparedCaches> prepared = prepared(request.runId());
        if (prepared.isEmpty() || sandbox.tier() != Tier.FULL) {
            return new Shown(caches, Optional.empty());
        }
        try {
            caches.addAll(prepared.get().shown(paths.root(), request.prepares()));
            return new Shown(
                    caches, request.prepares() ? Optional.of(prepared.get().home(user)) : Optional.empty());
        } catch (IOException e) {
            throw new WorldFault(
                    "cache_failed",
                    "What was fetched for the run can't be read or written: " + e.getMessage() + ".",
                    e);
        }
    }

    /** What the preparation of a run fetched, where anything may be fetched. */
    Optional<PreparedCaches> prepared(String runId) {
        return settings.prepared().map(root -> new PreparedCaches(root, runId));
    }

    private Optional<Plan> preparation(CommandRequest request, PolicyRule rule, SandboxProbe.Found found) {
        if (!request.prepares()) {
            return Optional.empty();
        }
        if (found.report().tier() != Tier.FULL) {
            return Optional.of(refuse(
                    "TIER",
                    rule.name(),
                    "prepare commands run in the FULL tier only, and the sandbox of this machine is "
                            + found.report().tier() + "; " + found.report().mend()));
        }
        return settings.prepared().isPresent()
                ? Optional.empty()
                : Optional.of(refuse("TIER", rule.name(), "this runner has no folder to keep what is fetched"));
    }

    /** What the program needs besides the system's folders: those of its rule, and itself. */
    private static List<Path> folders(PolicyRule rule, Binaries.Binary.Present binary) {
        List<Path> folders = new ArrayList<>();
        rule.folders().forEach(folder -> folders.add(Path.of(folder)));
        if (!binary.canonical().startsWith("/usr") && folders.stream().noneMatch(binary.canonical()::startsWith)) {
            folders.add(binary.canonical());
        }
        return folders;
    }

    private Optional<Plan> tier(PolicyRule rule, SandboxProbe.Found found) {
        Tier tier = found.report().tier();
        String state =
                "the sandbox of this machine is " + tier + " (" + found.report().detail() + ")";
        if (found.sandbox().isEmpty() || tier.compareTo(settings.minimumTier()) > 0) {
            return Optional.of(refuse(
                    "SANDBOX_UNAVAILABLE",
                    rule.name(),
                    state + ", and commands need at least " + settings.minimumTier() + "; "
                            + found.report().mend()));
        }
        if (tier == Tier.FULL) {
            return Optional.empty();
        }
        if (rule.network() == PolicyRule.Network.HOST) {
            return Optional.of(refuse("TIER", rule.name(), state + ", where no command gets the network"));
        }
        if (rule.kind() == PolicyRule.Kind.BUILD && !settings.allowBuildsInReducedTier()) {
            return Optional.of(refuse(
                    "TIER",
                    rule.name(),
                    state + ", where rules of kind build do not run; "
                            + found.report().mend()));
        }
        return Optional.empty();
    }

    private Optional<Plan> git(
            CommandRequest request,
            PolicyRule rule,
            WorkspacePaths paths,
            Sandbox sandbox,
            SandboxUser user,
            List<Path> readable) {
        boolean needed = rule.prefix().stream().anyMatch(word -> word.contains("${gitDir}"));
        if (request.gitDir().isEmpty()) {
            return needed
                    ? Optional.of(refuse(
                            "PATH",
                            rule.name(),
                            "git runs only on a git directory outside the workspace, and the request names none"))
                    : Optional.empty();
        }
        for (Path folder : GitFolders.of(request.gitDir().get())) {
            if (folder.startsWith(paths.root()) || paths.root().startsWith(folder)) {
                return Optional.of(refuse(
                        "PATH", rule.name(), "the git directory '" + folder + "' must be outside the workspace"));
            }
            if (Files.isDirectory(folder) && sandbox.canShow(folder, user)) {
                readable.add(folder);
            } else if (needed) {
                return Optional.of(refuse(
                        "PATH",
                        rule.name(),
                        "the git directory '" + folder + "' is not readable for user " + user.name()
                                + ", which commands run under; put it where that user can read it"));
            }
        }
        return Optional.empty();
    }

    private static List<String> argv(
            CommandRequest request, Decision.Allowed allowed, Binaries.Binary.Present binary, String seenAs) {
        List<String> argv = new ArrayList<>();
        argv.add(binary.execute().toString());
        for (String word : allowed.rule().prefix()) {
            argv.add(word.replace("${workspace}", seenAs)
                    .replace(
                            "${gitDir}",
                            request.gitDir()
                                    .map(GitFolders::canonical)
                                    .map(Path::toString)
                                    .orElse("")));
        }
        allowed.arguments().forEach(argument -> argv.add(argument.seenAt(seenAs)));
        return argv;
    }

    private Map<String, String> environment(PolicyRule rule, Canary canary) {
        Map<String, String> variables = new TreeMap<>(Map.of("LANG", "C.UTF-8", "TZ", "UTC"));
        variables.put(Canary.VARIABLE, canary.value());
        variables.putAll(policy.environment());
        variables.putAll(rule.environment());
        variables.replaceAll((name, value) ->
                value.replace("${java.home}", settings.machine().javaHome().toString()));
        return variables;
    }

    private static Limits narrower(Limits rule, Limits asked) {
        return new Limits(
                min(rule.wallClock(), asked.wallClock()),
                min(rule.cpu(), asked.cpu()),
                Math.min(rule.memoryBytes(), asked.memoryBytes()),
                Math.min(rule.processes(), asked.processes()),
                Math.min(rule.fileBytes(), asked.fileBytes()),
                Math.min(rule.openFiles(), asked.openFiles()),
                Math.min(rule.outputBytes(), asked.outputBytes()));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static Plan refuse(String code, String rule, String reason) {
        return new Plan.Refuse(new Denied(code, rule, reason, 0));
    }
}
