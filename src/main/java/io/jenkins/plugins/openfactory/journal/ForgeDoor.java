package io.jenkins.plugins.openfactory.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The forge behind the doorway. After a crash the forge is asked first: what it shows is recorded and not done again.
 */
public final class ForgeDoor {
    private final DoorParts parts;
    private final Forge forge;
    private final GitRepository repository;

    ForgeDoor(DoorParts parts, Forge forge, GitRepository repository) {
        this.parts = parts;
        this.forge = forge;
        this.repository = repository;
    }

    public String kind() {
        return forge.kind();
    }

    /** What the forge says to us, observed once per place and name. */
    public String authenticate(Scope scope) {
        return parts.doorway()
                .once(Effect.repeatable(
                                scope,
                                "observe",
                                scope.key("observe", "authenticate"),
                                Json.object().put("forge", forge.kind()),
                                forge::authenticate,
                                TextNode::valueOf,
                                JsonNode::asText)
                        .looking());
    }

    /** What protects a branch, observed once per place. */
    public Forge.Protection protection(Scope scope, String branch) {
        return parts.doorway()
                .once(Effect.repeatable(
                                scope,
                                "observe",
                                scope.key("observe", "protection", branch),
                                Json.object().put("branch", branch),
                                () -> forge.protection(branch),
                                Json::tree,
                                json -> Json.value(json, Forge.Protection.class))
                        .looking());
    }

    /**
     * Pushes a commit to the run's branch, after a look for secrets in all that it adds to {@code base}.
     *
     * @throws io.jenkins.plugins.openfactory.run.WorldFault {@code secret_in_diff} or {@code canary_seen}; nothing was pushed
     */
    public void push(Scope scope, String base, String commit, String branch, Optional<String> expected) {
        ObjectNode asked = Json.object().put("branch", branch).put("commit", commit);
        parts.doorway()
                .once(Effect.repeatable(
                                scope,
                                "push",
                                scope.key("push", branch, commit),
                                asked,
                                () -> {
                                    PushScan.check(parts, repository, base, commit);
                                    forge.push(repository.gitDir(), commit, branch, expected);
                                    return commit;
                                },
                                TextNode::valueOf,
                                JsonNode::asText)
                        .reconciledBy(() -> forge.head(branch).filter(commit::equals)));
    }

    /** The run's pull request: the one that is there, or a new one, whose words are masked. */
    public Forge.PullRequest openPullRequest(Scope scope, Forge.Draft wanted) {
        Forge.Draft draft = new Forge.Draft(
                wanted.headBranch(),
                wanted.baseBranch(),
                parts.mask().apply(wanted.title()),
                parts.mask().apply(wanted.body()));
        ObjectNode asked = Json.object()
                .put("head", draft.headBranch())
                .put("base", draft.baseBranch())
                .put("title", draft.title());
        return parts.doorway()
                .once(Effect.repeatable(
                        scope,
                        "pull-request",
                        scope.key("pull-request", draft.headBranch()),
                        asked,
                        () -> forge.find(draft.headBranch(), draft.baseBranch()).orElseGet(() -> forge.open(draft)),
                        Json::tree,
                        json -> Json.value(json, Forge.PullRequest.class)));
    }

    /** Leaves a comment, masked and once per marker. */
    public void comment(Scope scope, long pullRequest, String marker, String words) {
        String text = parts.mask().apply(words);
        ObjectNode asked = Json.object().put("text", Sha256.hex(text));
        parts.doorway()
                .once(act(scope, "comment", marker, asked, () -> {
                            forge.comment(pullRequest, marker, text);
                            return true;
                        })
                        .reconciledBy(() -> Optional.of(true).filter(yes -> forge.commented(pullRequest, marker))));
    }

    /** Asks for one more run of a check. */
    public void rerun(Scope scope, String name, Forge.Check check) {
        ObjectNode asked = Json.object().put("check", check.name()).put("commit", check.headSha());
        parts.doorway().once(act(scope, "rerun", name, asked, () -> {
            forge.rerun(check);
            return true;
        }));
    }

    private static Effect<Boolean> act(
            Scope scope, String kind, String name, ObjectNode asked, Supplier<Boolean> perform) {
        return Effect.repeatable(
                scope, kind, scope.key(kind, name), asked, perform, BooleanNode::valueOf, JsonNode::asBoolean);
    }

    /** A question to the forge that is not recorded: for use inside {@link ObserveDoor#once} only. */
    public List<Forge.Check> checks(String commit) {
        return forge.checks(commit);
    }

    /** The pull request as it is now: for use inside {@link ObserveDoor#once} only. */
    public Forge.PullRequest pullRequest(long number) {
        return forge.pullRequest(number);
    }

    /** The head of a branch as it is now: for use inside {@link ObserveDoor} only. */
    public Optional<String> head(String branch) {
        return forge.head(branch);
    }

    /** What a finished check printed: for use inside {@link ObserveDoor#once} only. */
    public Forge.Evidence evidence(Forge.Check check) {
        return forge.evidence(check);
    }

    /** Whether checks need this process: see {@link Forge#runsChecksHere}. */
    public boolean runsChecksHere() {
        return forge.runsChecksHere();
    }

    /** Waits for a hint of change: for use inside {@link ObserveDoor#once} only. */
    public void await(String commit, Duration atMost) {
        forge.await(commit, atMost, parts.cancel());
    }
}
