package hudson.triggers;

public abstract class SafeTimerTask extends java.util.TimerTask {
    @Override public final native void run();
}
