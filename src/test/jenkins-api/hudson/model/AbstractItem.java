package hudson.model;

public abstract class AbstractItem extends Actionable implements Item {
    public native String getFullName();
    @Override public native String getDisplayName();
    @Override public native hudson.security.ACL getACL();
}
