package io.jenkins.plugins.openfactory.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspacePathsTest {
    @TempDir
    private Path folder;

    private Path workspace;

    @BeforeEach
    void make() throws IOException {
        workspace = Files.createDirectories(folder.resolve("workspace"));
        Files.createDirectories(workspace.resolve("sub/deep"));
        Files.writeString(workspace.resolve("a"), "a");
        Files.createDirectories(folder.resolve("outside"));
        Files.createSymbolicLink(workspace.resolve("out"), folder.resolve("outside"));
        Files.createSymbolicLink(workspace.resolve("in"), Path.of("sub/deep"));
        Files.createSymbolicLink(workspace.resolve("dangling"), folder.resolve("nothing"));
    }

    @Test
    void shouldLetPathsInsideThrough() throws IOException {
        WorkspacePaths paths = new WorkspacePaths(workspace, "sub");

        for (String path : new String[] {
            ".",
            "deep",
            "../a",
            "../in",
            "deep/../../a",
            "new/file",
            "/workspace",
            "/workspace/a",
            "../in/../../a",
            "*.c"
        }) {
            assertThat(paths.refuse(path)).as(path).isEmpty();
        }
    }

    @Test
    void shouldRefusePathsThatLeadOut() throws IOException {
        WorkspacePaths paths = new WorkspacePaths(workspace, "");

        for (String path : new String[] {
            "..",
            "../workspace2",
            "/",
            "/etc",
            "out",
            "out/x",
            "sub/../../outside",
            "/workspace/..",
            "/workspacex",
            "in/../../../outside",
            "dangling",
            "dangling/x",
            "new/../../outside",
            "a/b\0c"
        }) {
            assertThat(paths.refuse(path)).as(path).isPresent();
        }
    }

    @Test
    void shouldStartOnlyInAFolderInside() {
        assertThatThrownBy(() -> new WorkspacePaths(workspace, "out")).hasMessage("leaves the workspace");
        assertThatThrownBy(() -> new WorkspacePaths(workspace, "..")).hasMessage("leaves the workspace");
        assertThatThrownBy(() -> new WorkspacePaths(workspace, "a")).hasMessage("is not a folder");
        assertThatThrownBy(() -> new WorkspacePaths(workspace, "none")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new WorkspacePaths(folder.resolve("none"), "")).isInstanceOf(IOException.class);
    }
}
