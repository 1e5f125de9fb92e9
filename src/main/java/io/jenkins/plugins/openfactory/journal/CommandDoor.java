package io.jenkins.plugins.openfactory.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.openfactory.artifact.ArtifactStore;
import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.CommandResult;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Denied;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Kill;
import io.jenkins.plugins.openfactory.exec.CommandRequest;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.exec.SandboxReport;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Commands behind the doorway: each runs once under its key, with its whole log as an artifact. One that a crash or a
 * cancel interrupted finds its working tree as it was: the tree is made anew and what ran in it before is run again.
 */
public final class CommandDoor {
    private final DoorParts parts;
    private final CommandRunner runner;
    private final ArtifactStore artifacts;
    private final GitRepository repository;

    CommandDoor(DoorParts parts, CommandRunner runner, ArtifactStore artifacts, GitRepository repository) {
        this.parts = parts;
        this.repository = repository;
        this.runner = runner;
        this.artifacts = artifacts;
    }

    /**
     * A command of a stage.
     *
     * @param name tells it from the other commands of its place: part of the key
     * @param tree the commit that the workspace holds: part of what was asked
     * @param before the commands that ran in the workspace since it was made, for when it has to be made again
     * @param log the artifact that receives the whole output
     * @param frozen tracked files that it may not change
     * @param prepares whether it fetches what later commands need
     */
    public record Command(
            String name,
            String proposedBy,
            List<String> argv,
            Path workspace,
            Optional<Path> gitDir,
            Optional<Set<String>> rules,
            Limits limits,
            String tree,
            List<List<String>> before,
            String log,
            Set<String> frozen,
            boolean prepares) {
        /** A command that is the first in its workspace, may change every file of it and fetches nothing. */
        public Command(
                String name,
                String proposedBy,
                List<String> argv,
                Path workspace,
                Optional<Path> gitDir,
                Optional<Set<String>> rules,
                Limits limits,
                String tree,
                String log) {
            this(name, proposedBy, argv, workspace, gitDir, rules, limits, tree, List.of(), log, Set.of(), false);
        }

        /** The same command under one rule of the policy alone. */
        Command under(String rule) {
            return new Command(
                    name,
                    proposedBy,
                    argv,
                    workspace,
                    gitDir,
                    Optional.of(Set.of(rule)),
                    limits,
                    tree,
                    before,
                    log,
                    frozen,
                    prepares);
        }
    }

    /** Runs it, or returns what came of it before. */
    public CommandOutcome run(Scope scope, Command command) {
        CommandRequest request = request(scope, command, command.argv());
        ObjectNode asked = Json.object().put("proposedBy", command.proposedBy()).put("tree", command.tree());
        command.argv().forEach(asked.putArray("argv")::add);
        return parts.doorway()
                .once(Effect.repeatable(
                                scope,
                                "command",
                                scope.key("command", command.name()),
                                asked,
                                () -> perform(request, command.log()),
                                CommandDoor::encode,
                                CommandDoor::decode)
                        .reconciledBy(() -> {
                            restore(scope, command);
                            return Optional.empty();
                        }));
    }

    private void restore(Scope scope, Command command) {
        repository.checkout(command.workspace(), command.tree());
        runner.adopt(command.workspace());
        for (List<String> argv : command.before()) {
            runner.run(request(scope, command, argv), parts.cancel());
            parts.cancel().throwIfCancelled();
        }
    }

    /** Why the policy would refuse a command, which the audit is told; empty if it would run. Nothing is run. */
    public Optional<Denied> check(Scope scope, Command command) {
        ObjectNode asked = Json.object().put("policy", runner.policySha256());
        command.argv().forEach(asked.putArray("argv")::add);
        return parts.doorway()
                .once(Effect.<Optional<Denied>>repeatable(
                                scope,
                                "policy",
                                scope.key("policy", command.name()),
                                asked,
                                () -> refusal(request(scope, command, command.argv())),
                                denied -> denied.map(Json::tree).orElseGet(Json::object),
                                json -> json.isEmpty() ? Optional.empty() : Optional.of(Json.value(json, Denied.class)))
                        .looking());
    }

    private Optional<Denied> refusal(CommandRequest request) {
        Optional<Denied> denied = runner.check(request);
        denied.ifPresent(why -> runner.recordDenied(request, why));
        return denied;
    }

    /** The name of the policy's rule that allows a command; empty where none does. Not in the audit. */
    public Optional<String> ruleOf(Scope scope, Command command) {
        ObjectNode asked = Json.object().put("policy", runner.policySha256()).put("asked", "rule");
        command.argv().forEach(asked.putArray("argv")::add);
        return parts.doorway()
                .once(Effect.<Optional<String>>repeatable(
                                scope,
                                "policy",
                                scope.key("policy", command.name()),
                                asked,
                                () -> findRule(scope, command),
                                rule -> rule.map(name -> Json.object().put("rule", name))
                                        .orElseGet(Json::object),
                                json -> Optional.ofNullable(json.path("rule").textValue()))
                        .looking());
    }

    private Optional<String> findRule(Scope scope, Command command) {
        if (runner.check(request(scope, command, command.argv())).isPresent()) {
            return Optional.empty();
        }
        String program = command.argv().get(0);
        return runner.rules().stream()
                .sorted(Comparator.comparing((String rule) -> !rule.equals(program))
                        .thenComparing(rule -> !program.startsWith(rule))
                        .thenComparing(rule -> rule))
                .filter(rule -> runner.check(request(scope, command.under(rule), command.argv()))
                        .isEmpty())
                .findFirst();
    }

    /** The rules of {@link #rules}, each with command lines that show what it allows. */
    public Map<String, String> examples() {
        return runner.examples();
    }

    /** The names of the policy's rules. */
    public Set<String> rules() {
        return runner.rules();
    }

    /** The hash over what the run's preparation fetched, observed once per place. */
    public Optional<String> prepared(Scope scope) {
        String hash = parts.doorway()
                .once(Effect.repeatable(
                        scope,
                        "observe",
                        scope.key("observe", "prepared"),
                        Json.object().put("what", "prepared"),
                        () -> runner.preparedSha256(parts.runId()).orElse(""),
                        TextNode::valueOf,
                        JsonNode::asText));
        return hash.isEmpty() ? Optional.empty() : Optional.of(hash);
    }

    public SandboxReport sandbox() {
        return runner.sandbox();
    }

    public String policySha256() {
        return runner.policySha256();
    }

    private CommandRequest request(Scope scope, Command command, List<String> argv) {
        return new CommandRequest(
                parts.traceId(),
                parts.runId(),
                scope.ticketId(),
                scope.stage(),
                command.proposedBy(),
                argv,
                command.workspace(),
                "",
                command.gitDir(),
                Optional.empty(),
                command.rules(),
                command.limits(),
                command.frozen(),
                command.prepares());
    }

    private CommandOutcome perform(CommandRequest request, String log) {
        CommandOutcome outcome = runner.run(request, parts.cancel());
        parts.cancel().throwIfCancelled();
        try {
            String text = parts.mask().apply(CommandLog.render(request.argv(), outcome));
            artifacts.put(log, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new WorldFault("disk_failed", "can't write the log " + log + ": " + e.getMessage(), e);
        }
        if (outcome instanceof CommandResult result && result.killed().equals(Optional.of(Kill.CANARY))) {
            throw Canaries.inOutput(parts.mask().apply(String.join(" ", request.argv())), log);
        }
        return outcome;
    }

    private static JsonNode encode(CommandOutcome outcome) {
        String type = outcome instanceof Denied ? "denied" : "result";
        return Json.object().<ObjectNode>set(type, Json.tree(outcome));
    }

    private static CommandOutcome decode(JsonNode json) {
        return json.has("denied")
                ? Json.value(json.get("denied"), Denied.class)
                : Json.value(json.get("result"), CommandResult.class);
    }
}
