package hudson.model;

public abstract class Computer extends Actionable {
    Computer() {}
    public native String getName();
    public final native boolean isOnline();
}
