package hudson.remoting;

public interface VirtualChannel {
    <T> T export(Class<T> type, T instance);
}
