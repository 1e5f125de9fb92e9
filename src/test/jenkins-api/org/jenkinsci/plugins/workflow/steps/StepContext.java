package org.jenkinsci.plugins.workflow.steps;

public abstract class StepContext implements com.google.common.util.concurrent.FutureCallback<Object>, java.io.Serializable {
    private static final long serialVersionUID = 1;
    public abstract <T> T get(Class<T> key) throws java.io.IOException, InterruptedException;
    public abstract BodyInvoker newBodyInvoker() throws IllegalStateException;
    public native boolean hasBody();
    @Override public abstract void onSuccess(Object result);
    public abstract com.google.common.util.concurrent.ListenableFuture<Void> saveState();
}
