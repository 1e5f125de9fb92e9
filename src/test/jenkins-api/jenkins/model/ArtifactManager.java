package jenkins.model;

import hudson.*;
import hudson.model.BuildListener;
import java.io.IOException;
import java.util.Map;
public abstract class ArtifactManager {
    public abstract void archive(FilePath workspace, Launcher launcher, BuildListener listener, Map<String, String> artifacts)
            throws IOException, InterruptedException;
    public abstract jenkins.util.VirtualFile root();
}
