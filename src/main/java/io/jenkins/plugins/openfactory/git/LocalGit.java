package io.jenkins.plugins.openfactory.git;

import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;

/** Repositories on this machine, made of folders by the git program and of http and https addresses by JGit. */
public final class LocalGit implements Git {
    private static final Pattern OTHER_HOST = Pattern.compile("(?:[\\w.-]+@)?[\\w.-]+:(?!/?/?$).*");

    private static final String FETCHED = "refs/openfactory/fetched";

    private final GitProgram git;
    private final Path scratch;
    private final Function<String, Optional<RemotePush.Credential>> readers;

    /**
     * @param program the git program, 2.34 or newer; see {@link #find}
     * @param folder where our own configuration of git is kept; made if missing
     * @throws UserError where the program is missing or too old
     */
    public LocalGit(Path program, Path folder) {
        PrivateSystem.install();
        this.git = new GitProgram(program.toAbsolutePath(), folder.toAbsolutePath());
        this.scratch = folder.resolve("scratch.git");
        this.readers = url -> Optional.empty();
    }

    private LocalGit(LocalGit other, Function<String, Optional<RemotePush.Credential>> readers) {
        this.git = other.git;
        this.scratch = other.scratch;
        this.readers = readers;
    }

    /**
     * The same, reading repositories behind http and https with a credential.
     *
     * @param readers who reads a URL, asked at each request; empty for nobody in particular
     */
    public LocalGit readingWith(Function<String, Optional<RemotePush.Credential>> readers) {
        return new LocalGit(this, readers);
    }

    /**
     * The git program on a search path as it is shown to people: what it says of its version, and where it is.
     *
     * @throws UserError where there is none, or it is too old
     */
    public static String describe(String searchPath) {
        Path program = find(searchPath);
        return GitProgram.version(program) + " at " + program;
    }

    /**
     * The git program on a search path.
     *
     * @param searchPath folders joined by colons, as in {@code PATH}; relative ones are passed over
     * @throws UserError where there is none
     */
    public static Path find(String searchPath) {
        return Arrays.stream(searchPath.split(File.pathSeparator))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, "git"))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .orElseThrow(() -> new UserError(
                        "The git program is not on the path " + searchPath + "; install git 2.34 or newer."));
    }

    @Override
    public Source inspect(String repository, Optional<String> branch) {
        if (!isHttp(repository)) {
            return SourceFolder.at(git, path(repository)).inspect(branch);
        }
        SourceUrl source = new SourceUrl(repository, readers.apply(repository));
        try {
            GitFolder.bare(scratch);
            try (Repository any = bare(scratch)) {
                return source.inspect(branch, any);
            }
        } catch (IOException e) {
            throw new WorldFault("disk", "The repository " + scratch + " can't be made: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public GitRepository fetch(String repository, String branch, String commit, Path gitDir) {
        try {
            GitFolder.bare(gitDir);
            String ref = "refs/remotes/source/" + branch;
            if (!ref(gitDir, ref).equals(Optional.of(commit))) {
                fetchMissing(repository, branch, commit, gitDir);
                setRef(gitDir, ref, commit);
            }
            return open(gitDir);
        } catch (IOException e) {
            throw new WorldFault("disk", "The repository " + gitDir + " can't be made: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public String create(Path gitDir, List<FileChange> files, CommitSpec spec) {
        try {
            GitFolder.bare(gitDir);
            try (BareRepository made = new BareRepository(git, gitDir)) {
                String commit = made.firstCommit(files, spec);
                made.setRef("refs/heads/main", commit);
                return commit;
            }
        } catch (IOException e) {
            throw new WorldFault("disk", "The repository " + gitDir + " can't be made: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public GitRepository open(Path gitDir) {
        return new BareRepository(git, gitDir);
    }

    /** A bare repository that takes pushes; it need not exist yet. */
    public HostedRepository host(Path gitDir) {
        return new HostedRepository(this, git, gitDir);
    }

    private Optional<String> ref(Path gitDir, String name) {
        try (GitRepository made = open(gitDir)) {
            return made.ref(name);
        }
    }

    private void setRef(Path gitDir, String name, String commit) {
        try (GitRepository made = open(gitDir)) {
            made.setRef(name, commit);
        }
    }

    private void fetchMissing(String repository, String branch, String commit, Path gitDir) throws IOException {
        RefLock.holding(gitDir, () -> {
            RefLock.clearStale(gitDir, FETCHED);
            RefLock.clearStale(gitDir, "shallow");
            fetchBranchOrCommit(repository, branch, commit, gitDir);
            return commit;
        });
    }

    private void fetchBranchOrCommit(String repository, String branch, String commit, Path gitDir) throws IOException {
        fetchInto(repository, "refs/heads/" + branch, gitDir);
        if (has(gitDir, commit)) {
            return;
        }
        WorldFault moved = new WorldFault(
                "source_moved",
                "The repository " + repository + " no longer has the commit " + commit + " on its branch '" + branch
                        + "'; start a new run.");
        try {
            fetchInto(repository, commit, gitDir);
        } catch (WorldFault e) {
            moved.addSuppressed(e);
            throw moved;
        }
        if (!has(gitDir, commit)) {
            throw moved;
        }
    }

    private static boolean has(Path gitDir, String commit) throws IOException {
        try (Repository made = bare(gitDir)) {
            return made.getObjectDatabase().has(ObjectId.fromString(commit));
        }
    }

    private void fetchInto(String repository, String wanted, Path gitDir) throws IOException {
        if (isHttp(repository)) {
            try (Repository made = bare(gitDir)) {
                new SourceUrl(repository, readers.apply(repository))
                        .fetch(made, new RefSpec("+" + wanted + ":" + FETCHED));
            }
            return;
        }
        SourceFolder source = SourceFolder.at(git, path(repository));
        git.run(
                GitProgram.LONG,
                "--git-dir=" + gitDir.toAbsolutePath(),
                "fetch",
                "--quiet",
                "--no-tags",
                "--no-write-fetch-head",
                "--no-recurse-submodules",
                "--update-shallow",
                "--force",
                // Git runs this line in a shell; a source that is a partial clone must not fetch what it lacks.
                "--upload-pack=GIT_ALLOW_PROTOCOL=none git-upload-pack",
                source.gitDir().toString(),
                "+" + wanted + ":" + FETCHED);
    }

    private static Repository bare(Path gitDir) throws IOException {
        return new FileRepositoryBuilder().setGitDir(gitDir.toFile()).setBare().build();
    }

    private static boolean isHttp(String repository) {
        String lower = repository.toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") || lower.startsWith("https://");
    }

    private static Path path(String repository) {
        if (repository.isBlank()) {
            throw new UserError("The repository is empty; give the path or URL of a git repository.");
        }
        try {
            if (repository.startsWith("file:")) {
                return Path.of(URI.create(repository.replace(" ", "%20")));
            }
            Path path = Path.of(repository).toAbsolutePath().normalize();
            if (!Files.exists(path) && OTHER_HOST.matcher(repository).matches()) {
                throw new UserError("The repository " + repository
                        + " is neither a path here nor an http or https URL; clone it and give the clone's path.");
            }
            return path;
        } catch (IllegalArgumentException e) {
            throw new UserError("'" + repository + "' is neither a path nor a URL: " + e.getMessage() + ".", e);
        }
    }
}
