package hudson.model;

import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;
public abstract class Descriptor<T extends Describable<T>> implements Saveable {
    protected Descriptor() {}
    public native String getDisplayName();
    public native boolean configure(StaplerRequest2 request, JSONObject json) throws FormException;
    @Override public native void save();
    public native void load();
    public native jenkins.model.GlobalConfigurationCategory getCategory();
    public static class FormException extends Exception {
        private static final long serialVersionUID = 1;
        public FormException(String message, String field) {}
    }
}
