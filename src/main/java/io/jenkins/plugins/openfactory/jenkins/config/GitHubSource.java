package io.jenkins.plugins.openfactory.jenkins.config;

import hudson.model.Item;
import java.util.Objects;
import java.util.Optional;
import jenkins.scm.api.SCMSource;
import org.jenkinsci.plugins.github_branch_source.GitHubSCMSource;

/** Asks the plugin GitHub Branch Source. Loaded only where that is there: nobody but {@link BranchSource} may name it. */
final class GitHubSource {
    private static final String PUBLIC = "https://api.github.com";

    private GitHubSource() {}

    static Optional<BranchSource> of(Item job) {
        SCMSource source = SCMSource.SourceByItem.findSource(job);
        if (!(source instanceof GitHubSCMSource gitHub)) {
            return Optional.empty();
        }
        String api = gitHub.getApiUri();
        return Optional.of(new BranchSource(
                api == null || api.equals(PUBLIC) ? "" : api,
                gitHub.getRepoOwner() + "/" + gitHub.getRepository(),
                Objects.requireNonNullElse(gitHub.getCredentialsId(), "")));
    }
}
