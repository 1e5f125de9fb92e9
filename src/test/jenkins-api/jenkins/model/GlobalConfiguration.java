package jenkins.model;

import hudson.model.*;
public abstract class GlobalConfiguration extends Descriptor<GlobalConfiguration>
        implements hudson.ExtensionPoint, Describable<GlobalConfiguration> {
    protected GlobalConfiguration() {}
    @Override public native boolean configure(org.kohsuke.stapler.StaplerRequest2 request, net.sf.json.JSONObject json) throws FormException;
}
