package io.jenkins.plugins.openfactory.exec.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets a user see folders that lie under ones closed to it, for instance below {@code /root}: while we are still root, a
 * first bubblewrap mounts just those folders where the user can come to them, in a mount namespace of its own, and then
 * starts what drops privileges. One use each; not safe for threads.
 */
final class Bridge {
    private final Path bubblewrap;
    private final Path place;
    private final SandboxUser user;
    private final List<String> mounts = new ArrayList<>();
    private int count;

    /** @param place an empty folder that the user can reach */
    Bridge(Path bubblewrap, Path place, SandboxUser user) {
        this.bubblewrap = bubblewrap;
        this.place = place;
        this.user = user;
    }

    /** Where the user finds the folder: where it is, or across the bridge. */
    String source(Path folder, boolean writable) {
        if (!user.drop() || user.canReach(folder)) {
            return folder.toString();
        }
        String across = place.resolve(Integer.toString(count++)).toString();
        mounts.addAll(List.of(writable ? "--bind" : "--ro-bind", folder.toString(), across));
        return across;
    }

    /** What comes before dropping privileges; nothing where no folder needs it. */
    List<String> prefix() {
        if (mounts.isEmpty()) {
            return List.of();
        }
        List<String> argv = new ArrayList<>(List.of(bubblewrap.toString(), "--dev-bind", "/", "/"));
        argv.addAll(List.of("--perms", "0755", "--size", "65536", "--tmpfs", place.toString()));
        argv.addAll(mounts);
        // Its watcher keeps no right to kill what runs as another user, so the kernel would not end that with the
        // watcher.
        // The first process of a namespace can be ended, being of the watcher's own user, and all in it end with it.
        argv.addAll(List.of("--die-with-parent", "--unshare-pid", "--cap-drop", "ALL"));
        argv.addAll(List.of("--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--"));
        return argv;
    }
}
