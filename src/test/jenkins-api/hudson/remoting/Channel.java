package hudson.remoting;

import java.io.IOException;
public class Channel implements VirtualChannel {
    Channel() {}
    public native boolean isClosingOrClosed();
    public native void addListener(Listener listener);
    public native boolean removeListener(Listener listener);
    @Override public native <T> T export(Class<T> type, T instance);
    public abstract static class Listener {
        public void onClosed(Channel channel, IOException cause) {}
    }
}
