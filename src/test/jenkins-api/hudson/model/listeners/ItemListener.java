package hudson.model.listeners;

public class ItemListener implements hudson.ExtensionPoint {
    public native void onBeforeShutdown();
}
