package io.jenkins.plugins.openfactory.git;

import java.time.Instant;

/**
 * What a commit says of itself. The same spec over the same tree and parent gives the same commit id, so a commit that
 * is made again after a crash is the same commit.
 *
 * @param message subject, blank line, body and trailers
 * @param when author's and committer's time, to the second, in UTC
 */
public record CommitSpec(String message, String authorName, String authorEmail, Instant when) {}
