package io.jenkins.plugins.openfactory.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.edit.FileTree;
import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.git.CommitSpec;
import io.jenkins.plugins.openfactory.git.FileDiff;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.git.MergeOutcome;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The run's repository behind the doorway. Commits depend on their content alone, so making one again after a crash gives
 * the same commit. Questions go straight through.
 */
public final class GitDoor {
    private final DoorParts parts;
    private final GitRepository repository;
    private final CommandRunner runner;

    GitDoor(DoorParts parts, GitRepository repository, CommandRunner runner) {
        this.parts = parts;
        this.repository = repository;
        this.runner = runner;
    }

    public Path gitDir() {
        return repository.gitDir();
    }

    public FileTree tree(String commit) {
        return repository.tree(commit);
    }

    public List<String> paths(String commit) {
        return repository.paths(commit);
    }

    public SortedMap<String, String> blobs(String commit) {
        return repository.blobs(commit);
    }

    public String diff(String from, String to) {
        return repository.diff(from, to);
    }

    public List<FileDiff> changes(String from, String to) {
        return repository.changes(from, to);
    }

    public List<String> history(String base, String head) {
        return repository.history(base, head);
    }

    public String message(String commit) {
        return repository.message(commit);
    }

    /** Commits changes on top of a parent. */
    public String commit(Scope scope, String name, String parent, List<FileChange> changes, CommitSpec spec) {
        ObjectNode asked = Json.object().put("parent", parent).put("message", spec.message());
        changes.forEach(change -> asked.withArray("changes").add(describe(change)));
        return commitEffect(scope, "commit", name, asked, () -> {
            Canaries.notInChanges(parts, changes);
            return repository.commit(parent, changes, spec);
        });
    }

    /** One commit with the tree of another on top of {@code base}. */
    public String squash(Scope scope, String name, String base, String commit, CommitSpec spec) {
        ObjectNode asked = Json.object().put("base", base).put("commit", commit).put("message", spec.message());
        return commitEffect(scope, "squash", name, asked, () -> repository.squash(base, commit, spec));
    }

    /** See {@link GitRepository#replant}. */
    public MergeOutcome replant(Scope scope, String name, String base, String commit, String onto, CommitSpec spec) {
        ObjectNode asked = Json.object().put("base", base).put("commit", commit).put("onto", onto);
        return parts.doorway()
                .once(Effect.repeatable(
                                scope,
                                "merge",
                                scope.key("merge", name),
                                asked,
                                () -> repository.replant(base, commit, onto, spec),
                                GitDoor::encode,
                                GitDoor::decode)
                        .locally());
    }

    /** Points a ref at a commit. */
    public void setRef(Scope scope, String ref, String commit) {
        ObjectNode asked = Json.object().put("ref", ref).put("commit", commit);
        parts.doorway()
                .once(Effect.repeatable(
                                scope,
                                "ref",
                                scope.key("ref", ref, commit),
                                asked,
                                () -> {
                                    repository.setRef(ref, commit);
                                    return commit;
                                },
                                TextNode::valueOf,
                                JsonNode::asText)
                        .locally());
    }

    /**
     * Makes a clean working tree of a commit and gives it to the user that commands run under. After a crash the tree is
     * left as it was found, with what finished commands left in it; a tree that is gone is made again.
     *
     * @return the git directory that belongs to it
     */
    public Path checkout(Scope scope, String name, Path workspace, String commit) {
        ObjectNode asked = Json.object().put("commit", commit);
        Path gitDir = Path.of(parts.doorway()
                .once(Effect.repeatable(
                                scope,
                                "checkout",
                                scope.key("checkout", name),
                                asked,
                                () -> materialise(workspace, commit),
                                TextNode::valueOf,
                                JsonNode::asText)
                        .locally()));
        if (!parts.doorway().replaying() && !repository.isCheckedOut(workspace)) {
            materialise(workspace, commit);
        }
        return gitDir;
    }

    private String materialise(Path workspace, String commit) {
        Path gitDir = repository.checkout(workspace, commit);
        runner.adopt(workspace);
        return gitDir.toString();
    }

    /** The paths that commands changed in a working tree, ignored files left out, each with what happened to it. */
    public List<Touched> touched(Scope scope, String name, Path workspace, String commit) {
        return parts.doorway()
                .once(Effect.repeatable(
                                scope,
                                "snapshot",
                                scope.key("snapshot", name),
                                Json.object().put("commit", commit),
                                () -> repository.snapshot(workspace, commit).stream()
                                        .map(Touched::of)
                                        .toList(),
                                Json::tree,
                                json -> List.of(Json.value(json, Touched[].class)))
                        .locally());
    }

    /** Deletes a working tree while the work goes on; see {@link GitRepository#removeSoon}. */
    public void remove(Path workspace) {
        if (!parts.doorway().replaying()) {
            repository.removeSoon(workspace);
        }
    }

    /** Waits until every working tree that was removed is gone. */
    public void settle() {
        repository.settle();
    }

    /**
     * A file that a command touched.
     *
     * @param kind {@code create}, {@code modify} or {@code delete}
     */
    public record Touched(String path, String kind) {
        static Touched of(FileChange change) {
            String kind = change instanceof FileChange.Create
                    ? "create"
                    : change instanceof FileChange.Delete ? "delete" : "modify";
            return new Touched(change.path(), kind);
        }
    }

    private String commitEffect(
            Scope scope, String kind, String name, ObjectNode asked, java.util.function.Supplier<String> make) {
        return parts.doorway()
                .once(Effect.repeatable(
                                scope, kind, scope.key(kind, name), asked, make, TextNode::valueOf, JsonNode::asText)
                        .locally());
    }

    private static ObjectNode describe(FileChange change) {
        ObjectNode json = Json.object().put("path", change.path());
        if (change instanceof FileChange.Create c) {
            return json.put("create", Sha256.hex(c.content())).put("executable", c.executable());
        }
        if (change instanceof FileChange.Modify m) {
            return json.put("modify", Sha256.hex(m.content()));
        }
        if (change instanceof FileChange.Rename r) {
            return json.put("rename", r.from()).put("content", Sha256.hex(r.content()));
        }
        return json.put("delete", true);
    }

    private static JsonNode encode(MergeOutcome outcome) {
        ObjectNode json = Json.object();
        if (outcome instanceof MergeOutcome.Merged merged) {
            return json.put("merged", merged.commit());
        }
        ((MergeOutcome.Conflict) outcome).paths().forEach(json.putArray("conflict")::add);
        return json;
    }

    private static MergeOutcome decode(JsonNode json) {
        return json.has("merged")
                ? new MergeOutcome.Merged(json.get("merged").asText())
                : new MergeOutcome.Conflict(Json.texts(json.path("conflict")));
    }

    /** The commit of a ref, if there is one. */
    public Optional<String> ref(String name) {
        return repository.ref(name);
    }
}
