package hudson;

public abstract class Launcher {
    Launcher() {}
    public native hudson.remoting.VirtualChannel getChannel();
    public native boolean isUnix();
}
