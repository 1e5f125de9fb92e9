package jenkins.agents;

public interface ControllerToAgentFileCallable<T> extends hudson.FilePath.FileCallable<T> {
    @Override default void checkRoles(org.jenkinsci.remoting.RoleChecker checker) {}
}
