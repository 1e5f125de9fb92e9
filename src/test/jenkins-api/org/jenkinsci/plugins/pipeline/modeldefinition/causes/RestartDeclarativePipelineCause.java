package org.jenkinsci.plugins.pipeline.modeldefinition.causes;

public class RestartDeclarativePipelineCause extends hudson.model.Cause {
    RestartDeclarativePipelineCause() {}
    public native int getOriginRunNumber();
    public native String getOriginStage();
    @Override public native String getShortDescription();
}
