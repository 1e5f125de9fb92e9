package hudson.model;

import java.io.*;
public abstract class Run<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends Actionable
        implements Saveable, hudson.security.AccessControlled {
    Run() {}
    public native JobT getParent();
    public native int getNumber();
    public native <T extends Cause> T getCause(Class<T> type);
    public native String getUrl();
    public native String getExternalizableId();
    public native String getFullDisplayName();
    @Override public native String getDisplayName();
    public native boolean isBuilding();
    public native void setResult(Result result);
    @Override public synchronized native void save() throws IOException;
    public final synchronized native jenkins.model.ArtifactManager pickArtifactManager() throws IOException;
    @Override public native hudson.security.ACL getACL();
    public static native Run<?, ?> fromExternalizableId(String id);
}
