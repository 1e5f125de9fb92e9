package hudson;

import hudson.remoting.VirtualChannel;
import java.io.*;
public final class FilePath {
    public FilePath(File local) {}
    public native boolean isRemote();
    public native String getRemote();
    public native FilePath child(String relative);
    public native FilePath getParent();
    public native hudson.model.Computer toComputer();
    public native void mkdirs() throws IOException, InterruptedException;
    public native boolean exists() throws IOException, InterruptedException;
    public native void deleteRecursive() throws IOException, InterruptedException;
    public native InputStream read() throws IOException, InterruptedException;
    public native String readToString() throws IOException, InterruptedException;
    public native void copyFrom(InputStream in) throws IOException, InterruptedException;
    public native <T> T act(FileCallable<T> callable) throws IOException, InterruptedException;
    public native <T> hudson.remoting.Future<T> actAsync(FileCallable<T> callable) throws IOException, InterruptedException;
    public native VirtualChannel getChannel();
    public interface FileCallable<T> extends Serializable, org.jenkinsci.remoting.RoleSensitive {
        T invoke(File file, VirtualChannel channel) throws IOException, InterruptedException;
    }
}
