package io.jenkins.plugins.openfactory.git;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * JGit without the configuration of the user and the machine, which could change merges and diffs, and without the file
 * of measurements that it would keep in the user's home. Where JGit belongs to somebody else in the same process (another
 * Jenkins plugin), it is left as it is: the repositories' own configuration then decides alone what matters.
 */
final class PrivateSystem extends SystemReader.Delegate {
    private static final Duration COARSEST_STAMP = Duration.ofSeconds(2);

    private PrivateSystem(SystemReader delegate) {
        super(delegate);
    }

    /** Takes effect once per process; called before JGit is used. */
    static synchronized void install() {
        SystemReader current = SystemReader.getInstance();
        boolean ours = SystemReader.class.getClassLoader() == PrivateSystem.class.getClassLoader();
        if (ours && !(current instanceof PrivateSystem)) {
            SystemReader.setInstance(new PrivateSystem(current));
        }
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return empty(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return empty(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return empty(parent, fs);
    }

    private static FileBasedConfig empty(Config parent, FS fs) {
        return new FileBasedConfig(parent, null, fs) {
            @Override
            public void load() {}

            @Override
            public void save() {}

            /** What JGit would measure for three seconds per process: how coarse a file system's time stamps may be. */
            @Override
            public long getTimeUnit(String section, String subsection, String name, long none, TimeUnit unit) {
                return section.equals("filesystem")
                        ? unit.convert(COARSEST_STAMP)
                        : super.getTimeUnit(section, subsection, name, none, unit);
            }

            @Override
            public boolean isOutdated() {
                return false;
            }
        };
    }
}
