package hudson.security;

import org.springframework.security.core.Authentication;
public abstract class ACL {
    public static final Authentication SYSTEM2 = null;
    public final native void checkPermission(Permission permission);
    public final native boolean hasPermission(Permission permission);
    public static native ACLContext as2(Authentication authentication);
}
