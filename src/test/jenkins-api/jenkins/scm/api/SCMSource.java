package jenkins.scm.api;

public abstract class SCMSource {
    protected SCMSource() {}
    public abstract static class SourceByItem implements hudson.ExtensionPoint {
        public static native SCMSource findSource(hudson.model.Item item);
    }
}
