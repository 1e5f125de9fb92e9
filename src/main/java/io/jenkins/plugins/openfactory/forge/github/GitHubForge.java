package io.jenkins.plugins.openfactory.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.forge.Issue;
import io.jenkins.plugins.openfactory.git.BranchNames;
import io.jenkins.plugins.openfactory.git.RemotePush;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.kohsuke.github.GHFileNotFoundException;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;

/**
 * A repository on github.com or an Enterprise server. The facts about the API are those of GitHub's published REST
 * description, version 2022-11-28. Safe for any thread; one instance serves one run.
 */
public final class GitHubForge implements Forge {
    private static final int LONGEST_COMMENT = 60_000;
    private static final String UNREADABLE = "forge_unreadable";

    private final GitHubSettings settings;
    private final GitHubApi api;
    private final Rules rules;
    private final Checks checks;
    private final Issues issues;
    private final GitHub library;

    public GitHubForge(GitHubSettings settings, Clock clock, Pauses pauses) {
        this.settings = settings;
        this.api = new GitHubApi(settings.api(), settings.repository(), settings.token(), clock, pauses);
        this.rules = new Rules(api, settings.path());
        this.checks = new Checks(api, settings.path());
        this.issues = new Issues(api, settings);
        try {
            this.library = new GitHubBuilder()
                    .withEndpoint(settings.api().toString())
                    .withAuthorizationProvider(api::authorization)
                    .withConnector(new ApiConnector(api))
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException("building the client asks nobody", e);
        }
    }

    /** A forge that waits in real time. */
    public GitHubForge(GitHubSettings settings, Clock clock) {
        this(settings, clock, Pauses.real());
    }

    @Override
    public String kind() {
        return "github";
    }

    @Override
    public String authenticate() {
        JsonNode permissions = api.get(settings.path()).path("permissions");
        Optional<String> login = login();
        // what is said there of an installed app are not the app's permissions
        if (login.isPresent()
                && permissions.isObject()
                && !permissions.path("push").asBoolean(false)) {
            throw new WorldFault(
                    "forge_forbidden",
                    "The token for " + settings.repository() + " on " + settings.api()
                            + " may not push; give one that may write contents and pull requests.");
        }
        return "GitHub at " + settings.api() + ", repository " + settings.repository() + ", as "
                + login.orElse("an installed app");
    }

    /** An installation token has no user, and GitHub refuses the question. */
    private Optional<String> login() {
        return GitHubApi.unless(Set.of(403, 404), () -> api.get("/user"))
                .map(user -> user.path("login").asText("an unnamed user"));
    }

    @Override
    public Protection protection(String branch) {
        Rules.Found found = rules.of(branch);
        return new Protection(branch.equals(defaultBranch(described())), found.isProtected(), found.required());
    }

    @Override
    public Optional<String> head(String branch) {
        return api.find(settings.path() + "/branches/" + Rules.encode(branch))
                // asked for a branch that was renamed, GitHub shows the one that it became
                .filter(found -> found.path("name").asText(branch).equals(branch))
                .map(found -> found.path("commit").path("sha").asText())
                .filter(sha -> !sha.isEmpty())
                .or(() -> ref("heads/" + branch));
    }

    /** The commit of a ref; some servers know no branch whose name has a slash by its own resource. */
    private Optional<String> ref(String ref) {
        return api.find(settings.path() + "/git/ref/" + Rules.encode(ref).replace("%2F", "/"))
                .filter(found -> found.path("ref").asText().equals("refs/" + ref))
                .map(found -> found.path("object").path("sha").asText())
                .filter(sha -> !sha.isEmpty());
    }

    @Override
    public void push(Path gitDir, String commit, String branch, Optional<String> expected) {
        JsonNode repository = described();
        if (guarded(branch, defaultBranch(repository))) {
            throw new WorldFault(
                    "push_refused",
                    "The branch '" + branch + "' of " + settings.repository() + " on " + settings.api()
                            + " is the default or a protected one, or its name may be taken for one; push to a branch of the run.");
        }
        String url = settings.cloneUrl(Optional.of(repository.path("clone_url").asText("")));
        api.insist(() -> {
            push(gitDir, url, commit, branch, expected);
            return branch;
        });
    }

    private JsonNode described() {
        return api.get(settings.path());
    }

    private static String defaultBranch(JsonNode repository) {
        return repository.path("default_branch").asText("");
    }

    /** Whether a name is, or may be taken for, that of a branch that nobody pushes to. */
    private boolean guarded(String branch, String defaultBranch) {
        if (!BranchNames.plain(branch) || BranchNames.same(branch, defaultBranch)) {
            return true;
        }
        return rules.of(branch).closed()
                || rules.protectedBranches().stream().anyMatch(name -> BranchNames.same(branch, name))
                || rules.patterns(settings.owner(), settings.name()).stream()
                        .anyMatch(pattern -> BranchNames.covers(pattern, branch));
    }

    private void push(Path gitDir, String url, String commit, String branch, Optional<String> expected) {
        try {
            RemotePush.push(
                    gitDir,
                    url,
                    new RemotePush.Credential("x-access-token", settings.token().get()),
                    commit,
                    branch,
                    expected);
        } catch (WorldFault e) {
            if (e.code().equals("forge_down")) {
                throw new GitHubFault(e.code(), e.getMessage(), e);
            }
            throw e;
        }
    }

    @Override
    public Optional<PullRequest> find(String headBranch, String baseBranch) {
        String head = Rules.encode(settings.owner() + ":" + headBranch);
        return api.pages(settings.path() + "/pulls?state=all&head=" + head + "&per_page=100", "").stream()
                .filter(this::ofOurs)
                .map(this::pullRequest)
                .filter(pull -> pull.headBranch().equals(headBranch)
                        && pull.baseBranch().equals(baseBranch))
                .min(Comparator.comparing((PullRequest pull) -> !pull.open()).thenComparingLong(PullRequest::number));
    }

    /** Whether its head is a branch of this repository and not of a fork, where GitHub tells. */
    private boolean ofOurs(JsonNode pull) {
        String label = pull.path("head").path("label").asText("");
        return !label.contains(":")
                || label.toLowerCase(Locale.ROOT).startsWith(settings.owner().toLowerCase(Locale.ROOT) + ":");
    }

    @Override
    public PullRequest open(Draft draft) {
        return api.insist(() -> found(draft).orElseGet(() -> create(draft)));
    }

    private Optional<PullRequest> found(Draft draft) {
        return find(draft.headBranch(), draft.baseBranch()).filter(PullRequest::open);
    }

    private PullRequest create(Draft draft) {
        try {
            long number = number(draft);
            // what was just made may not be shown everywhere yet
            return GitHubApi.unless(Set.of(404), () -> pullRequest(number)).orElseGet(() -> made(number, draft));
        } catch (GitHubFault e) {
            if (e.status() != 422) {
                throw e;
            }
            return found(draft)
                    .orElseThrow(() -> new WorldFault(
                            "pull_request_refused",
                            "GitHub refused a draft pull request of '" + draft.headBranch() + "' into '"
                                    + draft.baseBranch() + "': " + e.getMessage(),
                            e));
        }
    }

    /** Opens one through the library; where that can't read what another server says, by a plain request. */
    private long number(Draft draft) {
        try {
            return call(() -> library.getRepository(settings.repository())
                            .createPullRequest(
                                    draft.title(), draft.headBranch(), draft.baseBranch(), draft.body(), true, true))
                    .getNumber();
        } catch (GitHubFault e) {
            if (!e.code().equals(UNREADABLE)) {
                throw e;
            }
            return found(draft).map(PullRequest::number).orElseGet(() -> posted(draft));
        }
    }

    private long posted(Draft draft) {
        ObjectNode wanted = Json.object()
                .put("title", draft.title())
                .put("head", draft.headBranch())
                .put("base", draft.baseBranch())
                .put("body", draft.body())
                .put("draft", true);
        Answer answer = api.post(settings.path() + "/pulls", wanted);
        return Json.read(answer.text()).path("number").asLong();
    }

    @Override
    public PullRequest pullRequest(long number) {
        return pullRequest(api.get(settings.path() + "/pulls/" + number));
    }

    private PullRequest made(long number, Draft draft) {
        String head = head(draft.headBranch()).orElse("");
        return new PullRequest(
                number, settings.page("pull", number), draft.headBranch(), draft.baseBranch(), head, true, true);
    }

    private PullRequest pullRequest(JsonNode pull) {
        long number = pull.path("number").asLong();
        return new PullRequest(
                number,
                pull.path("html_url").asText(settings.page("pull", number)),
                pull.path("head").path("ref").asText(),
                pull.path("base").path("ref").asText(),
                pull.path("head").path("sha").asText(),
                pull.path("draft").asBoolean(false),
                pull.path("state").asText("open").equals("open"));
    }

    @Override
    public List<Check> checks(String commit) {
        return checks.of(commit);
    }

    @Override
    public Evidence evidence(Check check) {
        return checks.evidence(check);
    }

    @Override
    public void rerun(Check check) {
        api.insist(() -> {
            checks.rerun(check);
            return check;
        });
    }

    @Override
    public boolean commented(long pullRequest, String marker) {
        return api.pages(comments(pullRequest) + "?per_page=100", "").stream()
                .anyMatch(comment -> comment.path("body").asText().contains(hidden(marker)));
    }

    @Override
    public void comment(long pullRequest, String marker, String text) {
        String body = text.substring(0, Math.min(text.length(), LONGEST_COMMENT)) + "\n\n" + hidden(marker);
        api.insist(() -> commented(pullRequest, marker)
                ? 0
                : api.post(comments(pullRequest), Json.object().put("body", body))
                        .status());
    }

    private String comments(long pullRequest) {
        return settings.path() + "/issues/" + pullRequest + "/comments";
    }

    private static String hidden(String marker) {
        return "<!-- openfactory " + marker.replace("--", "- -") + " -->";
    }

    @Override
    public Issue issue(long number, CancelToken cancel) {
        api.follow(cancel);
        return issues.of(number);
    }

    @Override
    public boolean runsChecksHere() {
        return false;
    }

    @Override
    public void await(String commit, Duration atMost, CancelToken cancel) {
        api.follow(cancel);
        cancel.throwIfCancelled();
        if (!atMost.isNegative() && !atMost.isZero()) {
            api.pause(atMost);
        }
    }

    /** How many answers are kept for conditional requests. */
    int kept() {
        return api.cached();
    }

    private interface Call<T> {
        T make() throws IOException;
    }

    /** A call of the library; {@link GitHubApi} has judged every answer before it gets there. */
    private <T> T call(Call<T> call) {
        try {
            return call.make();
        } catch (GHFileNotFoundException e) {
            throw new GitHubFault(404, "not_found", settings.repository() + ": " + e.getMessage());
        } catch (IOException e) {
            throw new GitHubFault(
                    UNREADABLE,
                    "GitHub at " + settings.api() + " answered a question about " + settings.repository()
                            + " in a way that can't be read: " + e.getMessage() + ".",
                    e);
        }
    }
}
