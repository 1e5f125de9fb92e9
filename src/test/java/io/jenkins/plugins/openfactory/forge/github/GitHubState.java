package io.jenkins.plugins.openfactory.forge.github;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** What the GitHub server of the tests knows; the shapes are those of GitHub's published REST description. */
public final class GitHubState {
    public static final String OWNER = "octo";
    public static final String NAME = "demo";
    public static final long ACTIONS = 15368;

    public final Path gitDir;
    public final List<ObjectNode> pulls = new ArrayList<>();
    public final List<ObjectNode> comments = new ArrayList<>();
    public final List<ObjectNode> issues = new ArrayList<>();
    public final List<ObjectNode> runs = new ArrayList<>();
    public final List<ObjectNode> statuses = new ArrayList<>();
    public final List<ObjectNode> annotations = new ArrayList<>();
    public final List<ObjectNode> workflowRuns = new ArrayList<>();
    /** Patterns of classic protection. */
    public final List<String> patterns = new ArrayList<>(List.of("main"));
    /** The checks of classic protection, and the rules of rulesets, of the branch {@code main}. */
    public final ArrayNode required = Json.array();

    public final ArrayNode rules = Json.array();
    /** Branches besides {@code main} that classic protection covers, and those that the rulesets cover. */
    public final List<String> guarded = new ArrayList<>();

    public final List<String> ruled = new ArrayList<>(List.of("main"));
    /** What pull requests show as their head in the place of the branch's: a replica that lags behind. */
    public volatile Optional<String> lagging = Optional.empty();

    public final List<String> repositories = new ArrayList<>();
    /** New names by old ones, and names that were given to other repositories. */
    public final Map<String, String> renamed = new HashMap<>();

    public final List<String> replaced = new ArrayList<>();
    private final Repository repository;
    private long ids = 1000;

    GitHubState(Path gitDir) {
        this.gitDir = gitDir;
        try {
            this.repository = new FileRepositoryBuilder()
                    .setGitDir(gitDir.toFile())
                    .setBare()
                    .setMustExist(true)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void reset() {
        List.of(pulls, comments, issues, runs, statuses, annotations, workflowRuns)
                .forEach(List::clear);
        patterns.clear();
        patterns.add("main");
        required.removeAll();
        rules.removeAll();
        guarded.clear();
        ruled.clear();
        ruled.add("main");
        lagging = Optional.empty();
        repositories.clear();
        renamed.clear();
        replaced.clear();
        // each push shows every branch, so leftovers would make each reset server slower than the one before
        branches().stream().filter(name -> !name.equals("main")).forEach(this::delete);
    }

    /** Removes a branch. */
    public void delete(String branch) {
        try {
            RefUpdate update = repository.updateRef("refs/heads/" + branch);
            update.setForceUpdate(true);
            update.delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long id() {
        return ++ids;
    }

    public void require(String name, Long app) {
        required.addObject().put("context", name).put("app_id", app);
    }

    public void rule(String name, Long app) {
        ObjectNode rule = rules.addObject()
                .put("type", "required_status_checks")
                .put("ruleset_source_type", "Repository")
                .put("ruleset_source", OWNER + "/" + NAME)
                .put("ruleset_id", 42);
        ObjectNode check = rule.putObject("parameters")
                .put("strict_required_status_checks_policy", false)
                .putArray("required_status_checks")
                .addObject()
                .put("context", name);
        if (app != null) {
            check.put("integration_id", app);
        }
    }

    /** A rule of another kind than that of status checks. */
    public ObjectNode rule(String type) {
        return rules.addObject()
                .put("type", type)
                .put("ruleset_source_type", "Organization")
                .put("ruleset_id", 43);
    }

    /** A queued run of a whole workflow. */
    public ObjectNode workflowRun(String commit, String path) {
        ObjectNode run = Json.object()
                .put("id", id())
                .put("name", "CI")
                .put("path", path)
                .put("event", "pull_request")
                .put("run_attempt", 1)
                .put("head_sha", commit)
                .put("status", "queued")
                .putNull("conclusion");
        run.put("html_url", "https://github.com/" + OWNER + "/" + NAME + "/actions/runs/" + run.path("id"));
        workflowRuns.add(run);
        return run;
    }

    public Optional<String> head(String branch) {
        try {
            return Optional.ofNullable(repository.exactRef("refs/heads/" + branch))
                    .map(ref -> ref.getObjectId().name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> branches() {
        try {
            return repository.getRefDatabase().getRefsByPrefix("refs/heads/").stream()
                    .map(ref -> ref.getName().substring("refs/heads/".length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Somebody else moves a branch on the server, with another commit of the same tree; it is returned. */
    public String push(String branch, String word) {
        try (ObjectInserter inserter = repository.newObjectInserter();
                RevWalk walk = new RevWalk(repository)) {
            ObjectId parent = repository.resolve("refs/heads/" + branch);
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(walk.parseCommit(parent).getTree());
            commit.setParentId(parent);
            commit.setAuthor(new PersonIdent("Eve", "eve@example.org"));
            commit.setCommitter(commit.getAuthor());
            commit.setMessage(word);
            ObjectId made = inserter.insert(commit);
            inserter.flush();
            point(branch, made.name());
            return made.name();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Moves a branch by force. */
    public void point(String branch, String commit) {
        try {
            RefUpdate update = repository.updateRef("refs/heads/" + branch);
            update.setNewObjectId(ObjectId.fromString(commit));
            update.forceUpdate();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean has(String commit) {
        try {
            return repository.getObjectDatabase().has(ObjectId.fromString(commit));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A queued check run by an app. */
    public ObjectNode run(String commit, String name, long app, String slug) {
        ObjectNode run = Json.object()
                .put("id", id())
                .put("node_id", "CR_1")
                .put("head_sha", commit)
                .put("external_id", "")
                .put("name", name)
                .put("status", "queued")
                .putNull("conclusion")
                .put("started_at", "2026-01-02T03:04:05Z")
                .putNull("completed_at");
        run.put("html_url", "https://github.com/" + OWNER + "/" + NAME + "/runs/" + run.path("id"));
        run.put("details_url", "https://github.com/" + OWNER + "/" + NAME + "/actions/runs/7/job/" + run.path("id"));
        run.putObject("output")
                .putNull("title")
                .putNull("summary")
                .putNull("text")
                .put("annotations_count", 0)
                .put("annotations_url", "");
        run.putObject("check_suite").put("id", app * 10);
        run.putObject("app").put("id", app).put("slug", slug).put("name", slug);
        run.putArray("pull_requests");
        runs.add(run);
        return run;
    }

    public void complete(ObjectNode run, String conclusion, String summary) {
        run.put("status", "completed").put("conclusion", conclusion).put("completed_at", "2026-01-02T03:05:05Z");
        ((ObjectNode) run.path("output")).put("title", "The end: " + conclusion).put("summary", summary);
    }

    public ObjectNode status(String commit, String context, String state, String login) {
        ObjectNode status = Json.object()
                .put("id", id())
                .put("url", "https://api.github.com/repos/" + OWNER + "/" + NAME + "/statuses/" + commit)
                .put("state", state)
                .put("context", context)
                .put("description", "it is " + state)
                .put("target_url", "https://ci.example.org/1");
        status.putObject("creator").put("login", login).put("type", login.endsWith("[bot]") ? "Bot" : "User");
        statuses.add(0, status);
        return status;
    }

    /** An open issue; its number is returned. */
    public long issue(String api, String title, String body, String login, String association) {
        long number = 100L + issues.size();
        ObjectNode issue = written(body, login, association)
                .put("number", number)
                .put("title", title)
                .put("state", "open")
                .put("url", api + "/repos/" + OWNER + "/" + NAME + "/issues/" + number)
                .put("html_url", "https://github.com/" + OWNER + "/" + NAME + "/issues/" + number);
        issues.add(issue);
        return number;
    }

    /** Somebody comments on an issue. */
    public void comment(long issue, String text, String login, String association) {
        comments.add(written(text, login, association).put("issue", Long.toString(issue)));
    }

    private ObjectNode written(String body, String login, String association) {
        ObjectNode written = Json.object()
                .put("id", id())
                .put("body", body)
                .put("author_association", association)
                .put("created_at", "2026-01-02T03:04:05Z");
        if (login.isEmpty()) {
            return written.putNull("user");
        }
        written.putObject("user").put("login", login).put("type", "User");
        return written;
    }
}
