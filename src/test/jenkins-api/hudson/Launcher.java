package hudson;

import java.io.*;
import java.util.*;
public abstract class Launcher {
    Launcher() {}
    public native hudson.remoting.VirtualChannel getChannel();
    public native boolean isUnix();
    public final native ProcStarter launch();
    public abstract void kill(Map<String, String> modelEnvVars) throws IOException, InterruptedException;
    public final class ProcStarter {
        ProcStarter() {}
        public native ProcStarter cmds(List<String> args);
        public native ProcStarter envs(Map<String, String> overrides);
        public native ProcStarter pwd(FilePath workDir);
        public native ProcStarter quiet(boolean quiet);
        public native ProcStarter stdout(OutputStream out);
        public native ProcStarter stderr(OutputStream err);
        public native Proc start() throws IOException;
    }
    public static class LocalLauncher extends Launcher {
        LocalLauncher() {}
        @Override public native void kill(Map<String, String> modelEnvVars) throws InterruptedException;
    }
    public static class RemoteLauncher extends Launcher {
        RemoteLauncher() {}
        @Override public native void kill(Map<String, String> modelEnvVars) throws IOException, InterruptedException;
    }
}
