package io.jenkins.plugins.openfactory.context;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files that a repository map looks at: a commit, or a folder. Paths are relative, with {@code /} between names. */
public interface SourceFiles {
    /** Every regular file, in any order. */
    List<String> paths();

    /** A file's bytes; empty where it is gone meanwhile or is no regular file. */
    Optional<byte[]> read(String path);

    /**
     * Something short that is equal only for equal contents, known without reading the file, for instance a git blob
     * id; empty where there is none, then the file is read and hashed.
     */
    default Optional<String> contentId(String path) {
        return Optional.empty();
    }

    /** Files held in memory. */
    static SourceFiles of(Map<String, byte[]> files) {
        Map<String, byte[]> copy = Map.copyOf(files);
        return new SourceFiles() {
            @Override
            public List<String> paths() {
                return List.copyOf(copy.keySet());
            }

            @Override
            public Optional<byte[]> read(String path) {
                return Optional.ofNullable(copy.get(path));
            }
        };
    }

    /**
     * The files under a folder, without {@code .git} and what {@code .gitignore} files exclude; symbolic links are not
     * followed.
     *
     * @throws io.jenkins.plugins.openfactory.run.UserError where it is no folder
     */
    static SourceFiles folder(Path folder) {
        return new FolderFiles(folder);
    }
}
