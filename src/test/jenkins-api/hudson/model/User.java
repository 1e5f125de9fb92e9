package hudson.model;

public class User extends AbstractModelObject {
    User() {}
    public static native User current();
    public native String getId();
    @Override public native String getDisplayName();
}
