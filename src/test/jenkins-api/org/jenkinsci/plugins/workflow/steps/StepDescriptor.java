package org.jenkinsci.plugins.workflow.steps;

import java.util.*;
public abstract class StepDescriptor extends hudson.model.Descriptor<Step> {
    public abstract Set<? extends Class<?>> getRequiredContext();
    public abstract String getFunctionName();
    public native boolean takesImplicitBlockArgument();
    public native String argumentsToString(Map<String, Object> arguments);
}
