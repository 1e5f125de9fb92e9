package io.jenkins.plugins.openfactory.jenkins.config;

import hudson.model.Item;
import java.util.Optional;
import jenkins.model.Jenkins;

/**
 * The repository on GitHub that a job was made for. Immutable.
 *
 * @param api the API's address; empty for github.com
 * @param repository {@code OWNER/NAME}
 * @param credentialsId what the source reads it with; empty where it needs nothing
 */
public record BranchSource(String api, String repository, String credentialsId) {
    private static final String PLUGIN = "github-branch-source";

    /** The source of a branch of a multibranch project; empty for any other job, and without that plugin. */
    public static Optional<BranchSource> of(Item job) {
        return Jenkins.get().getPlugin(PLUGIN) == null ? Optional.empty() : GitHubSource.of(job);
    }
}
