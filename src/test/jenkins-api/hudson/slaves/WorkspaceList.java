package hudson.slaves;

public final class WorkspaceList {
    public static native hudson.FilePath tempDir(hudson.FilePath workspace);
}
