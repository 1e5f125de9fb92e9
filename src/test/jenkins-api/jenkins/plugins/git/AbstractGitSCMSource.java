package jenkins.plugins.git;

public abstract class AbstractGitSCMSource extends jenkins.scm.api.SCMSource {
    public abstract String getCredentialsId();
}
