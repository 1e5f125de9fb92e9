package hudson.model;

public abstract class AbstractCIBase implements hudson.security.AccessControlled {
    protected AbstractCIBase() {}
}
