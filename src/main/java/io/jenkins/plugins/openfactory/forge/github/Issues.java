package io.jenkins.plugins.openfactory.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.forge.Issue;
import io.jenkins.plugins.openfactory.run.UserError;
import java.util.Locale;
import java.util.Set;

/** Issues of a repository with their comments. Safe for any thread. */
final class Issues {
    private final GitHubApi api;
    private final GitHubSettings settings;

    Issues(GitHubApi api, GitHubSettings settings) {
        this.api = api;
        this.settings = settings;
    }

    /** @throws UserError where there is no such issue here, or it is a pull request */
    Issue of(long number) {
        String path = settings.path() + "/issues/" + number;
        // 410: it was deleted, or the repository has its issues switched off
        JsonNode issue = GitHubApi.unless(Set.of(404, 410), () -> api.get(path))
                .orElseThrow(() -> new UserError("There is no issue " + number + " in " + settings.repository() + " on "
                        + settings.api() + " that the credential may read; check the number, and that the token may"
                        + " read issues."));
        String address = issue.path("html_url").asText(settings.page("issues", number));
        if (issue.hasNonNull("pull_request")) {
            throw new UserError(
                    address + " is a pull request and not an issue; give an issue, or what you want as request.");
        }
        if (moved(issue, path)) {
            throw new UserError("The issue " + number + " of " + settings.repository() + " was moved to " + address
                    + "; give that, with the repository that it is in now.");
        }
        return new Issue(
                number,
                address,
                issue.path("title").asText(""),
                issue.path("body").asText(""),
                person(issue),
                issue.path("state").asText("open").equals("open"),
                api.pages(path + "/comments?per_page=100", "").stream()
                        .map(Issues::comment)
                        .toList());
    }

    private static Issue.Comment comment(JsonNode comment) {
        return new Issue.Comment(
                person(comment),
                comment.path("created_at").asText(""),
                comment.path("body").asText(""));
    }

    /** Who wrote; an account that is gone has no user. */
    private static Issue.Person person(JsonNode written) {
        return new Issue.Person(
                written.path("user").path("login").asText("ghost"),
                written.path("author_association").asText("NONE"));
    }

    /** Whether GitHub led us to another repository, which an issue that was transferred does. */
    private static boolean moved(JsonNode issue, String path) {
        String here = issue.path("url").asText("").toLowerCase(Locale.ROOT);
        return !here.isEmpty() && !here.endsWith(path.toLowerCase(Locale.ROOT));
    }
}
