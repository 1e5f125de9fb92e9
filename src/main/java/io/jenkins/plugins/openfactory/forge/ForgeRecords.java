package io.jenkins.plugins.openfactory.forge;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the local forge keeps in the store: pull requests, comments and checks. Every change is durable and atomic. */
public interface ForgeRecords {
    /** Adds a pull request under the repository's next number, or returns the one that has this head branch. */
    PullRow addPull(String repository, String headBranch, String baseBranch, String title, String body, Instant now);

    Optional<PullRow> pull(String repository, long number);

    Optional<PullRow> pullByHead(String repository, String headBranch);

    /** Adds a comment unless one with this marker is there. */
    void addComment(String repository, long pull, String marker, String text, Instant now);

    List<String> comments(String repository, long pull);

    /** Whether a pull request has a comment with this marker. */
    boolean commented(String repository, long pull, String marker);

    /** Adds a queued check for a commit, or a further attempt of it. */
    CheckRow addCheck(String repository, String commit, String name, Instant now);

    /** The newest attempt of each check of a commit, by name. */
    List<CheckRow> checks(String repository, String commit);

    Optional<CheckRow> check(long id);

    /** Moves a check on. */
    void updateCheck(CheckRow check);

    /** A pull request of the local forge. */
    record PullRow(
            String repository,
            long number,
            String headBranch,
            String baseBranch,
            String title,
            String body,
            boolean draft,
            boolean open,
            Instant createdAt) {}

    /**
     * A check of the local forge.
     *
     * @param owner the process that runs it, as {@code pid@start}; empty while queued
     * @param log the file with its output
     */
    record CheckRow(
            long id,
            String repository,
            String commit,
            String name,
            int attempt,
            Forge.Status status,
            Optional<Forge.Conclusion> conclusion,
            String owner,
            String summary,
            String log,
            Instant updatedAt) {}
}
