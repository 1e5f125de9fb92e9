package io.jenkins.plugins.openfactory.git;

import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/**
 * A bare repository that others push to. It follows branches of a source, and those are protected by the repository
 * itself: {@code receive.hideRefs} makes git refuse every push to them, ours too, without a hook. Safe for any thread
 * and for several processes; changes of refs wait for each other.
 */
public final class HostedRepository implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(HostedRepository.class.getName());
    private static final String HEADS = "refs/heads/";
    private static final String PULLS = "refs/pull";

    /** So many packs are left as they are: each push adds one, and whoever looks for an object looks into all of them. */
    private static final int MANY_PACKS = 50;

    private final LocalGit git;
    private final GitProgram program;
    private final Path gitDir;
    private BareRepository opened;

    HostedRepository(LocalGit git, GitProgram program, Path gitDir) {
        this.git = git;
        this.program = program;
        this.gitDir = gitDir.toAbsolutePath();
    }

    public Path gitDir() {
        return gitDir;
    }

    /** The repository for reading, and for working trees of what was pushed. */
    public GitRepository repository() {
        return bare();
    }

    /** Lets go of the pack files that are open; they are opened again when something is asked. */
    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }

    private synchronized BareRepository bare() {
        if (opened == null) {
            opened = new BareRepository(program, gitDir);
        }
        return opened;
    }

    /**
     * Makes the repository where there is none, and brings a branch up to the source's commit. The first branch ever
     * followed is the default one. A commit that the branch had already passed changes nothing, and then the source is
     * not asked. Where pushes have left many packs, they are made one.
     */
    public void follow(Git.Source source) {
        bringUp(source);
        if (packs() > MANY_PACKS) {
            try {
                locked(this::repack);
            } catch (WorldFault e) {
                LOG.log(Level.INFO, "the packs of " + gitDir + " stay as many as they are", e);
            }
        }
    }

    private void bringUp(Git.Source source) {
        String branch = HEADS + source.branch();
        if (Files.exists(gitDir.resolve("HEAD"))
                && bare().ref(branch)
                        .filter(now -> now.equals(source.commit()) || passed(source.commit(), now))
                        .isPresent()) {
            protect(source.branch());
            return;
        }
        git.fetch(source.repository(), source.branch(), source.commit(), gitDir).close();
        protect(source.branch());
        bare().setRef(branch, source.commit());
    }

    private boolean passed(String commit, String now) {
        return bare().has(commit) && bare().isAncestor(commit, now);
    }

    private int packs() {
        String[] packs = gitDir.resolve("objects/pack").toFile().list((folder, name) -> name.endsWith(".pack"));
        return packs == null ? 0 : packs.length;
    }

    /** Somebody may be pushing with git itself: what no ref leads to yet stays, as {@code git gc} leaves it. */
    private boolean repack() {
        program.run(
                GitProgram.LONG,
                "-c",
                "repack.writeBitmaps=false",
                "--git-dir=" + gitDir,
                "repack",
                "-A",
                "-d",
                "-n",
                "-q",
                "--unpack-unreachable=2.weeks.ago");
        return true;
    }

    /** The branch that {@code HEAD} names. */
    public String defaultBranch() {
        return reading(repository ->
                repository.exactRef(Constants.HEAD).getTarget().getName().substring(HEADS.length()));
    }

    /** The branches that can't be pushed to. */
    public Set<String> protectedBranches() {
        return reading(repository -> {
            Set<String> names = new TreeSet<>();
            for (String ref : repository.getConfig().getStringList("receive", null, "hideRefs")) {
                if (ref.startsWith(HEADS)) {
                    names.add(ref.substring(HEADS.length()));
                }
            }
            return names;
        });
    }

    /** The head of a branch. */
    public Optional<String> branch(String name) {
        return bare().ref(HEADS + name);
    }

    /** The branches whose head is this commit, sorted. */
    public List<String> branchesAt(String commit) {
        return reading(repository -> repository.getRefDatabase().getRefsByPrefix(HEADS).stream()
                .filter(ref -> ref.getObjectId().name().equals(commit))
                .map(Ref::getName)
                .map(ref -> ref.substring(HEADS.length()))
                .sorted()
                .toList());
    }

    /**
     * Moves a branch from {@code expected} (empty: it must not exist) to a commit of another repository on this machine;
     * nothing happens where it is there already.
     *
     * @throws WorldFault {@code push_refused} where it is somewhere else, or is protected
     */
    public void push(Path from, String commit, String branch, Optional<String> expected) {
        if (!Repository.isValidRefName(HEADS + branch)) {
            throw new IllegalArgumentException("'" + branch + "' can't be the name of a branch");
        }
        if (!BranchNames.plain(branch)
                || BranchNames.same(branch, defaultBranch())
                || protectedBranches().stream().anyMatch(name -> BranchNames.same(name, branch))) {
            throw new WorldFault(
                    "push_refused",
                    "The branch '" + branch + "' of " + gitDir
                            + " is protected, or its name may be taken for one that is; push to a branch of the run.");
        }
        locked(() -> {
            Optional<String> now = branch(branch);
            if (!now.equals(Optional.of(commit))) {
                if (!now.equals(expected)) {
                    throw new WorldFault(
                            "push_refused",
                            "The branch '" + branch + "' of " + gitDir + " is at " + now.orElse("no commit")
                                    + ", not at " + expected.orElse("no commit")
                                    + " as expected; somebody else moved it.");
                }
                send(from, commit, HEADS + branch, expected);
            }
            return branch;
        });
    }

    /** Does something while no other thread or process changes this repository. Not reentrant; keep it short. */
    public <T> T locked(Supplier<T> work) {
        try {
            return RefLock.holding(gitDir, work::get);
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private void send(Path from, String commit, String ref, Optional<String> expected) {
        try {
            RefLock.clearStale(gitDir, ref);
            if (sendFew(from, commit, ref, expected)) {
                Durable.syncRef(gitDir, ref);
                return;
            }
            GitProgram.Result result = program.attempt(
                    GitProgram.LONG,
                    Map.of(),
                    "--git-dir=" + from.toAbsolutePath(),
                    "push",
                    "--quiet",
                    "--no-verify",
                    "--no-follow-tags",
                    "--recurse-submodules=no",
                    "--force-with-lease=" + ref + ":" + expected.orElse(""),
                    gitDir.toString(),
                    commit + ":" + ref);
            if (result.exit() != 0) {
                throw new WorldFault(
                        "push_refused", "The push to " + gitDir + " was refused: " + result.complaint() + ".");
            }
            // git before 2.36 does not flush refs
            Durable.syncRef(gitDir, ref);
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private boolean sendFew(Path from, String commit, String ref, Optional<String> expected) throws IOException {
        Set<String> known = new TreeSet<>(Set.of(ref));
        protectedBranches().forEach(branch -> known.add(HEADS + branch));
        try (Repository source = open(from)) {
            return new SmallPush(source, bare()).send(commit, ref, known, expected);
        }
    }

    private void protect(String branch) {
        if (!protectedBranches().contains(branch)) {
            locked(() -> hide(HEADS + branch));
        }
    }

    /** With a repository of its own, because the open one was told to flush in ways that must not be saved. */
    private boolean hide(String ref) {
        try (Repository repository = open(gitDir)) {
            StoredConfig config = repository.getConfig();
            List<String> hidden = List.of(config.getStringList("receive", null, "hideRefs"));
            if (hidden.isEmpty()) {
                Durable.write(gitDir.resolve("HEAD"), ("ref: " + ref + "\n").getBytes(StandardCharsets.UTF_8));
            }
            Set<String> all = new TreeSet<>(hidden);
            all.add(PULLS);
            all.add(ref);
            RefLock.clearStale(gitDir, "config");
            config.setStringList("receive", null, "hideRefs", List.copyOf(all));
            config.save();
            return true;
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private interface Reading<T> {
        T read(Repository repository) throws IOException;
    }

    private <T> T reading(Reading<T> reading) {
        try {
            return reading.read(bare().repository());
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private static Repository open(Path gitDir) throws IOException {
        return new FileRepositoryBuilder()
                .setGitDir(gitDir.toFile())
                .setBare()
                .setMustExist(true)
                .build();
    }

    private WorldFault fault(Exception e) {
        return new WorldFault(
                "git_failed",
                "The repository " + gitDir + " can't be used: " + e.getMessage() + ". Check the disk and its owner.",
                e);
    }
}
