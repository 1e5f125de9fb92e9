package hudson.model.listeners;

import hudson.model.Run;
public abstract class RunListener<R extends Run<?, ?>> implements hudson.ExtensionPoint {
    protected RunListener() {}
    public native void onDeleted(R run);
}
