package io.jenkins.plugins.openfactory.exec.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxUserTest {
    private static final SandboxUser OTHER = new SandboxUser(54321, 54321, "other", true);

    @TempDir
    private Path folder;

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static Object owner(Path path) throws IOException {
        return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void shouldNeverBeRoot() {
        assertThat(SandboxUser.here().uid()).isNotZero();
        assertThat(SandboxUser.here().drop()).isEqualTo(SandboxUser.ownUid() == 0);
        assertThatThrownBy(() -> new SandboxUser(0, 0, "root", false)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReachWhatEveryFolderAboveLetsThrough() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("closed/inner"));
        Path file = Files.writeString(inner.resolve("file"), "x");
        mode(folder, "rwxr-xr-x");
        mode(folder.resolve("closed"), "rwx--x--x");
        mode(inner, "rwxr-xr-x");
        mode(file, "rw-r--r--");

        assertThat(OTHER.canReach(file)).isTrue();
        assertThat(OTHER.canReach(inner.resolve("not/there/yet"))).isTrue();
        assertThat(OTHER.canReach(folder.resolve("closed"))).isFalse();
        mode(folder.resolve("closed"), "rwx------");
        assertThat(OTHER.canReach(file)).isFalse();
        assertThat(OTHER.canOpen(inner)).isTrue();
        assertThat(OTHER.canWrite(file)).isFalse();
    }

    @Test
    void shouldHandRootsFilesOverAndFollowNoLink() throws IOException {
        assumeTrue(SandboxUser.ownUid() == 0, "needs to run as root");
        Path outside = Files.writeString(folder.resolve("outside"), "x");
        Path workspace =
                Files.createDirectories(folder.resolve("workspace/sub")).getParent();
        Files.writeString(workspace.resolve("sub/file"), "x");
        Path link = Files.createSymbolicLink(workspace.resolve("link"), outside);
        Path foreign = Files.writeString(workspace.resolve("foreign"), "x");
        Files.setAttribute(foreign, "unix:uid", 4242);

        Ownership.give(workspace);

        int uid = (int) SandboxUser.here().uid();
        assertThat(owner(workspace)).isEqualTo(uid);
        assertThat(owner(workspace.resolve("sub/file"))).isEqualTo(uid);
        assertThat(owner(link)).isEqualTo(uid);
        assertThat(owner(outside)).isEqualTo(0);
        assertThat(owner(foreign)).isEqualTo(4242);
        assertThat(SandboxUser.of(workspace).uid()).isEqualTo(uid);
    }

    @Test
    void shouldHandOverAtAnyDepthAndWhateverTheModes() throws IOException {
        assumeTrue(SandboxUser.ownUid() == 0, "needs to run as root");
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        Path closed = Files.createDirectory(workspace.resolve("closed"));
        Path file = Files.writeString(closed.resolve("file"), "x");
        mode(file, "---------");
        mode(closed, "---------");
        Path deepest = Files.createDirectories(workspace.resolve("d/".repeat(150)));
        Path last = Files.writeString(deepest.resolve("last"), "x");

        Ownership.give(workspace);

        int uid = (int) SandboxUser.here().uid();
        int gid = (int) SandboxUser.here().gid();
        for (Path each : new Path[] {workspace, closed, file, deepest, last}) {
            assertThat(owner(each)).as(each.toString()).isEqualTo(uid);
            assertThat(Files.getAttribute(each, "unix:gid", LinkOption.NOFOLLOW_LINKS))
                    .as(each.toString())
                    .isEqualTo(gid);
        }
        assertThat(Files.getPosixFilePermissions(file)).isEmpty();
    }

    @Test
    void shouldSayWhichFolderIsNotThere() {
        assumeTrue(SandboxUser.ownUid() == 0, "needs to run as root");

        assertThatThrownBy(() -> Ownership.give(folder.resolve("gone")))
                .isInstanceOf(WorldFault.class)
                .hasMessageContaining("gone");
    }

    @Test
    void shouldTakeTheWorkspacesOwnerWhereThatIsNotRoot() throws IOException {
        assumeTrue(SandboxUser.ownUid() == 0, "needs to run as root");
        Files.setAttribute(folder, "unix:uid", 4242);

        assertThat(SandboxUser.of(folder).uid()).isEqualTo(4242);
        assertThat(SandboxUser.of(folder).drop()).isTrue();
    }
}
