package io.jenkins.plugins.openfactory.model;

import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/**
 * Passes requests on to another model and appends every exchange to a JSON Lines file that a {@link ReplayModel} can
 * answer from. A reply is returned once its line is on disk. Prompts are kept normalised, replies as they came; nothing
 * is masked here. Safe for any thread, and for several processes on one file.
 */
public final class RecordingModel implements ModelPort {
    private final ModelPort inner;
    private final Path file;

    /**
     * @param file made when it is not there; its folder too
     * @throws UserError if the file can't be made or written
     */
    public RecordingModel(ModelPort inner, Path file) {
        this.inner = Objects.requireNonNull(inner);
        this.file = file.toAbsolutePath();
        try {
            Files.createDirectories(this.file.getParent());
            if (Files.notExists(this.file)) {
                create(this.file);
            }
        } catch (IOException e) {
            throw new UserError("The recording '" + file + "' can't be made; name a file in a folder of yours.", e);
        }
        if (!Files.isRegularFile(this.file) || !Files.isWritable(this.file)) {
            throw new UserError("The recording '" + file + "' can't be written; name a file of yours.");
        }
    }

    /** Prompts hold the user's code, so nobody else may read them where the file system can say so. */
    private static void create(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(file);
        }
    }

    @Override
    public ModelSettings settings() {
        return inner.settings();
    }

    @Override
    public ModelReply chat(ModelRequest request, CancelToken cancel) {
        return kept(request, inner.chat(request, cancel));
    }

    @Override
    public ModelReply ping(CancelToken cancel) {
        return kept(ModelRequest.ping(), inner.ping(cancel));
    }

    private ModelReply kept(ModelRequest request, ModelReply reply) {
        Recording.append(file, Recording.line(request, inner.settings(), reply));
        return reply;
    }
}
