package org.jenkinsci.plugins.github_branch_source;

public class GitHubSCMSource extends jenkins.plugins.git.AbstractGitSCMSource {
    GitHubSCMSource() {}
    public native String getApiUri();
    @Override public native String getCredentialsId();
    public native String getRepoOwner();
    public native String getRepository();
}
