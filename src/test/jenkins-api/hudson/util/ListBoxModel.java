package hudson.util;

public class ListBoxModel extends java.util.ArrayList<ListBoxModel.Option> implements org.kohsuke.stapler.HttpResponse {
    private static final long serialVersionUID = 1;
    public ListBoxModel() {}
    @Override
    public native void generateResponse(org.kohsuke.stapler.StaplerRequest2 request, org.kohsuke.stapler.StaplerResponse2 response, Object node);
    public native void add(String name, String value);
    public static final class Option {
        private Option() {}
    }
}
