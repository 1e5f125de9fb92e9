package io.jenkins.plugins.openfactory.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.id.Sha256;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written without git is what git would have written, and what only git may judge is left to it. */
class SmallTreeTest {
    @TempDir
    Path temp;

    private GitRepository run;
    private Repository repository;
    private ObjectReader reader;
    private String base;

    @BeforeEach
    void start() throws IOException {
        LocalGit git = RealGit.local(temp.resolve("config"));
        Path source = RealGit.repository(temp.resolve("source"), "README.md", "one\n");
        Git.Source found = git.inspect(source.toString(), Optional.empty());
        run = git.fetch(found.repository(), "main", found.commit(), temp.resolve("run/repo.git"));
        base = found.commit();
        repository =
                new FileRepositoryBuilder().setGitDir(run.gitDir().toFile()).build();
        reader = repository.newObjectReader();
    }

    @AfterEach
    void stop() {
        reader.close();
        repository.close();
        run.close();
    }

    @Test
    void shouldWriteWhatGitWrites() throws IOException {
        List<FileChange> files = new ArrayList<>();
        files.add(create(".gitattributes", "* text=auto eol=crlf\n*.md ident\n"));
        files.add(create(".gitignore", "build/\n"));
        files.add(create(".github/workflows/ci.yml", "on: push\n"));
        files.add(create("docs/a b.md", "$Id$\r\nx\n"));
        files.add(create("docs-more/empty", ""));
        files.add(create("docs.txt", "\uFEFFno newline"));
        files.add(new FileChange.Create("bin/run.sh", "#!/bin/sh\n".getBytes(UTF_8), true));
        files.add(new FileChange.Create("bin/data", new byte[] {0, 1, 2, (byte) 0xff, 13, 10}, false));
        String commit = run.commit(base, files, RealGit.spec("plain"));

        Path ours = temp.resolve("work/ours");
        Path gitDir = run.checkout(ours, commit);
        Path theirs = temp.resolve("work/theirs");
        readTree(gitDir, theirs, commit);

        assertThat(small(commit)).isPresent();
        assertThat(contents(ours)).isEqualTo(contents(theirs)).hasSize(files.size() + 1);
        assertThat(index(gitDir.resolve("index"))).isEqualTo(index(temp.resolve("theirs.index")));
        assertThat(RealGit.run(ours, List.of("GIT_DIR=" + gitDir, "GIT_WORK_TREE=" + ours), "status", "--porcelain"))
                .isEmpty();
    }

    @Test
    void shouldLeaveTheIndexKnowingTheFilesSoThatGitNeedNotReadThem() throws IOException {
        Path gitDir = run.checkout(temp.resolve("work/0001"), base);

        DirCacheEntry known =
                DirCache.read(gitDir.resolve("index").toFile(), FS.DETECTED).getEntry("README.md");

        assertThat(known.getLastModifiedInstant().getEpochSecond())
                .isEqualTo(Files.getLastModifiedTime(temp.resolve("work/0001/README.md"))
                        .toInstant()
                        .getEpochSecond());
    }

    @ParameterizedTest
    @ValueSource(strings = {".GIT", ".git ", ".git.", "git~1", "a:b", "a\\b", "\u00fcn\u00ef", "tab\tname", "dots..."})
    void shouldLeaveOddNamesToGit(String name) throws IOException {
        ObjectId tree = tree(Map.of(name, FileMode.REGULAR_FILE));

        assertThat(SmallTree.of(reader, tree)).isEmpty();
        assertThat(SmallTree.of(reader, below("dir", tree))).isEmpty();
    }

    @Test
    void shouldLeaveLinksAndSubmodulesToGit() throws IOException {
        assertThat(SmallTree.of(reader, tree(Map.of("link", FileMode.SYMLINK)))).isEmpty();
        assertThat(SmallTree.of(reader, tree(Map.of("module", FileMode.GITLINK))))
                .isEmpty();
        assertThat(SmallTree.of(reader, tree(Map.of("plain", FileMode.REGULAR_FILE))))
                .isPresent();
    }

    @Test
    void shouldLeaveManyFilesToGit() {
        List<FileChange> files = new ArrayList<>();
        for (int i = 0; i < 299; i++) {
            files.add(create("many/" + i, "x"));
        }
        String few = run.commit(base, files, RealGit.spec("few"));
        String many = run.commit(few, List.of(create("one-more", "x")), RealGit.spec("many"));

        assertThat(small(few)).isPresent();
        assertThat(small(many)).isEmpty();
    }

    /** A made-up tree may have a name twice, so that one entry would lead the other astray. */
    @Test
    void shouldRefuseANameThatIsThereTwice() throws IOException {
        ObjectId blob = blob("x");
        TreeFormatter twice = new TreeFormatter();
        twice.append("a", FileMode.REGULAR_FILE, blob);
        twice.append("a", FileMode.REGULAR_FILE, blob);
        ObjectId tree;
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            tree = inserter.insert(twice);
            inserter.flush();
        }
        Path folder = Files.createDirectory(temp.resolve("folder"));
        SmallTree small = SmallTree.of(reader, tree).orElseThrow();

        assertThatThrownBy(() -> small.write(folder, temp.resolve("index")))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    private Optional<SmallTree> small(String commit) {
        try {
            return SmallTree.of(
                    reader,
                    repository
                            .parseCommit(ObjectId.fromString(commit))
                            .getTree()
                            .getId());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void readTree(Path gitDir, Path folder, String commit) throws IOException {
        Files.createDirectories(folder);
        List<String> places = List.of(
                "GIT_DIR=" + gitDir, "GIT_WORK_TREE=" + folder, "GIT_INDEX_FILE=" + temp.resolve("theirs.index"));
        RealGit.run(folder, places, "read-tree", "--reset", "-u", commit);
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                contents.put(
                        folder.relativize(file).toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) + " "
                                + Sha256.hex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    private static List<String> index(Path file) throws IOException {
        DirCache cache = DirCache.read(file.toFile(), FS.DETECTED);
        List<String> entries = new ArrayList<>();
        for (int i = 0; i < cache.getEntryCount(); i++) {
            DirCacheEntry entry = cache.getEntry(i);
            entries.add(entry.getPathString() + " " + entry.getFileMode() + " "
                    + entry.getObjectId().name() + " " + entry.getStage());
        }
        return entries;
    }

    private ObjectId tree(Map<String, FileMode> entries) throws IOException {
        ObjectId blob = blob("x");
        TreeFormatter formatter = new TreeFormatter();
        new TreeMap<>(entries).forEach((name, mode) -> formatter.append(name.getBytes(UTF_8), mode, blob));
        return insert(formatter);
    }

    private ObjectId below(String name, ObjectId tree) throws IOException {
        TreeFormatter formatter = new TreeFormatter();
        formatter.append(name, FileMode.TREE, tree);
        return insert(formatter);
    }

    private ObjectId insert(TreeFormatter formatter) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId tree = inserter.insert(formatter);
            inserter.flush();
            return tree;
        }
    }

    private ObjectId blob(String text) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId blob = inserter.insert(Constants.OBJ_BLOB, text.getBytes(UTF_8));
            inserter.flush();
            return blob;
        }
    }

    private static FileChange create(String path, String text) {
        return new FileChange.Create(path, text.getBytes(UTF_8), false);
    }
}
