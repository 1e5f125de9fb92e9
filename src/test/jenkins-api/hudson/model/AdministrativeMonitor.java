package hudson.model;

public abstract class AdministrativeMonitor extends AbstractModelObject implements hudson.ExtensionPoint {
    protected AdministrativeMonitor() {}
    public abstract boolean isActivated();
    @Override public native String getDisplayName();
}
