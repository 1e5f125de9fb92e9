package hudson.model;

import hudson.security.Permission;
public interface Item extends ModelObject, hudson.security.AccessControlled {
    Permission READ = Permission.declared();
    Permission CONFIGURE = Permission.declared();
    Permission BUILD = Permission.declared();
    Permission CANCEL = Permission.declared();
}
