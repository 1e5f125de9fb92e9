package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.forge.Issue;
import java.util.Optional;

/**
 * A run that somebody asks for.
 *
 * @param request the written request
 * @param origin where it came from, for instance {@code file}, {@code standard input} or an issue's address
 * @param issue the issue that the request was made of
 * @param repository path or URL
 * @param base the branch that the pull request goes to; empty for the repository's default
 * @param settings the caller's settings in the shape of {@link RunConfig}; what it lacks comes from the repository's
 *     {@code .openfactory.yml} and the defaults
 */
public record NewRun(
        String request,
        String origin,
        Optional<Issue> issue,
        String repository,
        Optional<String> base,
        ObjectNode settings) {
    public NewRun(String request, String origin, String repository, Optional<String> base, ObjectNode settings) {
        this(request, origin, Optional.empty(), repository, base, settings);
    }

    /** A run whose request is an issue: what its author wrote, and the comments of those who decide about the repository. */
    public static NewRun of(Issue issue, String repository, Optional<String> base, ObjectNode settings) {
        return new NewRun(IssueRequest.text(issue), issue.url(), Optional.of(issue), repository, base, settings);
    }
}
