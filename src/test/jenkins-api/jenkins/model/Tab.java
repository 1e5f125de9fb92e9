package jenkins.model;

import hudson.model.*;
public abstract class Tab implements Action, Badgeable {
    public Tab(Actionable object) {}
    public native Actionable getObject();
}
