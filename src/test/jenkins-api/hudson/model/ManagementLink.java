package hudson.model;

public abstract class ManagementLink implements hudson.ExtensionPoint, Action {
    public native String getDescription();
    public native hudson.security.Permission getRequiredPermission();
    public native Category getCategory();
    public enum Category { CONFIGURATION, SECURITY, STATUS, TROUBLESHOOTING, TOOLS, MISC, UNCATEGORIZED }
}
