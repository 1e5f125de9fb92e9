package jenkins.model;

import hudson.security.*;
public class Jenkins extends hudson.model.AbstractCIBase {
    public static final Permission ADMINISTER = Permission.declared();
    public static final Permission READ = Permission.declared();
    public static final Permission MANAGE = Permission.declared();
    Jenkins() {}
    public static native Jenkins get();
    public native java.io.File getRootDir();
    public native String getRootUrl();
    public native <T extends hudson.model.Item> T getItemByFullName(String fullName, Class<T> type);
    public native hudson.model.Computer getComputer(String name);
    public native hudson.Plugin getPlugin(String shortName);
    public native hudson.Launcher createLauncher(hudson.model.TaskListener listener);
    @Override public native ACL getACL();
}
