package org.jenkinsci.plugins.workflow.steps;

public abstract class StepExecution implements java.io.Serializable {
    private static final long serialVersionUID = 1;
    protected StepExecution(StepContext context) {}
    public native StepContext getContext();
    public abstract boolean start() throws Exception;
    public native void stop(Throwable cause) throws Exception;
    public native void onResume();
    public native String getStatus();
    public native boolean blocksRestart();
}
