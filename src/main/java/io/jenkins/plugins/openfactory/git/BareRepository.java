package io.jenkins.plugins.openfactory.git;

import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.edit.FileTree;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ResolveMerger;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * A bare repository on this machine: objects, refs and merges by JGit without a working tree, working trees by the git
 * program. Objects and refs are flushed before a call returns. Safe for any thread.
 */
final class BareRepository implements GitRepository {
    private final Path gitDir;
    private final Repository repository;
    private final WorkingTrees trees;
    private final Quarantine quarantine;
    private final TreeRemovals removals = new TreeRemovals();
    private final AtomicBoolean closed = new AtomicBoolean();

    BareRepository(GitProgram git, Path gitDir) {
        this.gitDir = gitDir.toAbsolutePath();
        this.repository = call(() -> new FileRepositoryBuilder()
                .setGitDir(this.gitDir.toFile())
                .setBare()
                .setMustExist(true)
                .build());
        this.trees = new WorkingTrees(git, repository);
        this.quarantine = new Quarantine(this.gitDir);
    }

    @Override
    public void close() {
        removals.await();
        // JGit counts: one close too many would be reported as somebody's bug.
        if (!closed.getAndSet(true)) {
            quarantine.close();
            repository.close();
        }
    }

    @Override
    public Path gitDir() {
        return gitDir;
    }

    Repository repository() {
        return repository;
    }

    /** Writes new objects; see {@link PackingInserter#ofAll}. */
    PackingInserter inserter() {
        return PackingInserter.ofAll(repository, quarantine);
    }

    @Override
    public Optional<String> ref(String name) {
        return call(() -> Optional.ofNullable(repository.exactRef(name))
                .map(Ref::getObjectId)
                .map(ObjectId::name));
    }

    @Override
    public void setRef(String name, String commit) {
        call(() -> RefLock.holding(gitDir, () -> {
            RefLock.clearStale(gitDir, name);
            Durable.demand(repository);
            RefUpdate update = repository.updateRef(name);
            update.setNewObjectId(commit(commit));
            update.setForceUpdate(true);
            update.disableRefLog();
            RefUpdate.Result result = update.update();
            switch (result) {
                case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> Durable.syncRef(gitDir, name);
                default -> throw new IOException("the ref " + name + " could not be moved (" + result + ")");
            }
            return result;
        }));
    }

    /** Whether a commit's own object is here. */
    boolean has(String commit) {
        return call(() -> repository.getObjectDatabase().has(commit(commit)));
    }

    @Override
    public FileTree tree(String commit) {
        return new CommitTree(repository, call(() -> treeOf(commit)));
    }

    @Override
    public List<String> paths(String commit) {
        return List.copyOf(blobs(commit).keySet());
    }

    @Override
    public SortedMap<String, String> blobs(String commit) {
        return call(() -> {
            SortedMap<String, String> blobs = new TreeMap<>();
            try (TreeWalk walk = new TreeWalk(repository)) {
                walk.setRecursive(true);
                walk.addTree(treeOf(commit));
                while (walk.next()) {
                    blobs.put(walk.getPathString(), walk.getObjectId(0).name());
                }
            }
            return Collections.unmodifiableSortedMap(blobs);
        });
    }

    @Override
    public String commit(String parent, List<FileChange> changes, CommitSpec spec) {
        return call(() -> {
            try (PackingInserter inserter = inserter();
                    ObjectReader reader = repository.newObjectReader()) {
                ObjectId tree = new TreeEdit(reader, inserter, treeOf(parent)).apply(changes);
                return write(inserter, tree, List.of(commit(parent)), spec);
            }
        });
    }

    /** A commit without a parent. */
    String firstCommit(List<FileChange> files, CommitSpec spec) {
        return call(() -> {
            try (PackingInserter inserter = inserter();
                    ObjectReader reader = repository.newObjectReader()) {
                ObjectId empty = inserter.insert(new TreeFormatter());
                inserter.flush();
                return write(inserter, new TreeEdit(reader, inserter, empty).apply(files), List.of(), spec);
            }
        });
    }

    @Override
    public MergeOutcome replant(String base, String commit, String onto, CommitSpec spec) {
        return call(() -> {
            boolean inPlace = onto.equals(base) && parents(commit).equals(List.of(commit(base)));
            return inPlace ? new MergeOutcome.Merged(commit) : merge(base, onto, commit, List.of(onto), spec);
        });
    }

    @Override
    public String squash(String base, String commit, CommitSpec spec) {
        return call(() -> {
            try (PackingInserter inserter = inserter()) {
                return write(inserter, treeOf(commit), List.of(commit(base)), spec);
            }
        });
    }

    @Override
    public MergeOutcome merge(String base, String ours, String theirs, CommitSpec spec) {
        return call(() -> {
            if (isAncestor(ours, theirs)) {
                return new MergeOutcome.Merged(theirs);
            }
            return isAncestor(theirs, ours)
                    ? new MergeOutcome.Merged(ours)
                    : merge(base, ours, theirs, List.of(ours, theirs), spec);
        });
    }

    /** Merges trees; where the outcome is the first parent's own tree and there is no other, that parent is enough. */
    private MergeOutcome merge(String base, String ours, String theirs, List<String> parents, CommitSpec spec)
            throws IOException {
        try (PackingInserter inserter = PackingInserter.ofMissing(repository, quarantine)) {
            ResolveMerger merger = (ResolveMerger) MergeStrategy.RESOLVE.newMerger(repository, true);
            merger.setObjectInserter(inserter);
            merger.setBase(commit(base));
            if (!merger.merge(false, commit(ours), commit(theirs))) {
                Set<String> paths = new TreeSet<>(merger.getUnmergedPaths());
                Optional.ofNullable(merger.getFailingPaths()).ifPresent(failing -> paths.addAll(failing.keySet()));
                return new MergeOutcome.Conflict(List.copyOf(paths));
            }
            if (parents.size() == 1 && merger.getResultTreeId().equals(treeOf(ours))) {
                return new MergeOutcome.Merged(ours);
            }
            List<ObjectId> ids = new ArrayList<>();
            for (String parent : parents) {
                ids.add(commit(parent));
            }
            return new MergeOutcome.Merged(write(inserter, merger.getResultTreeId(), ids, spec));
        }
    }

    @Override
    public String diff(String from, String to) {
        return call(() -> {
            try (Diffs diffs = new Diffs(repository)) {
                return diffs.text(treeOf(from), treeOf(to));
            }
        });
    }

    @Override
    public List<FileDiff> changes(String from, String to) {
        return call(() -> {
            try (Diffs diffs = new Diffs(repository)) {
                return diffs.files(treeOf(from), treeOf(to));
            }
        });
    }

    @Override
    public boolean isAncestor(String ancestor, String commit) {
        return call(() -> {
            try (RevWalk walk = new RevWalk(repository)) {
                return walk.isMergedInto(walk.parseCommit(commit(ancestor)), walk.parseCommit(commit(commit)));
            }
        });
    }

    @Override
    public String message(String commit) {
        return call(() -> parse(commit).getFullMessage());
    }

    @Override
    public Path checkout(Path workspace, String commit) {
        try {
            return trees.checkout(
                    workspace.toAbsolutePath(), parse(commit).name(), heap -> removeSoon(workspace, List.of(heap)));
        } catch (IOException e) {
            throw WorkingTrees.fault(workspace, e);
        }
    }

    @Override
    public List<FileChange> snapshot(Path workspace, String commit) {
        try (ObjectReader reader = repository.newObjectReader()) {
            return new Snapshot(reader, treeOf(commit), workspace).changes();
        } catch (IOException e) {
            throw WorkingTrees.fault(workspace, e);
        }
    }

    @Override
    public boolean isCheckedOut(Path workspace) {
        return Files.isDirectory(workspace);
    }

    @Override
    public void removeSoon(Path workspace) {
        try {
            removeSoon(workspace, setAside(workspace));
        } catch (RuntimeException e) {
            removals.start(workspace, () -> {
                throw e;
            });
        }
    }

    private void removeSoon(Path workspace, List<Path> heaps) {
        removals.start(workspace, () -> finish(workspace, heaps));
    }

    @Override
    public void settle() {
        removals.settle();
    }

    @Override
    public void remove(Path workspace) {
        finish(workspace, setAside(workspace));
        removals.await(workspace);
    }

    private List<Path> setAside(Path workspace) {
        try {
            return trees.setAside(workspace.toAbsolutePath());
        } catch (IOException e) {
            throw WorkingTrees.fault(workspace, e);
        }
    }

    private static void finish(Path workspace, List<Path> heaps) {
        try {
            for (Path heap : heaps) {
                Eraser.finish(heap);
            }
        } catch (IOException e) {
            throw WorkingTrees.fault(workspace, e);
        }
    }

    private String write(PackingInserter inserter, ObjectId tree, List<ObjectId> parents, CommitSpec spec)
            throws IOException {
        PersonIdent who = new PersonIdent(
                spec.authorName(), spec.authorEmail(), spec.when().truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC);
        CommitBuilder builder = new CommitBuilder();
        builder.setTreeId(tree);
        builder.setParentIds(parents);
        builder.setAuthor(who);
        builder.setCommitter(who);
        builder.setEncoding(StandardCharsets.UTF_8);
        builder.setMessage(spec.message());
        ObjectId id = inserter.insert(builder);
        inserter.flush();
        return id.name();
    }

    @Override
    public List<String> history(String base, String head) {
        return call(() -> {
            Deque<String> commits = new ArrayDeque<>();
            String at = head;
            while (!at.equals(base)) {
                commits.addFirst(at);
                List<ObjectId> parents = parents(at);
                if (parents.isEmpty()) {
                    return List.<String>of();
                }
                at = parents.get(0).name();
            }
            return List.copyOf(commits);
        });
    }

    private List<ObjectId> parents(String commit) throws IOException {
        return List.<RevCommit>of(parse(commit).getParents()).stream()
                .map(RevCommit::getId)
                .toList();
    }

    private ObjectId treeOf(String commit) throws IOException {
        return parse(commit).getTree().getId();
    }

    private RevCommit parse(String commit) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(commit(commit));
        }
    }

    private static ObjectId commit(String id) {
        if (!ObjectId.isId(id)) {
            throw new IllegalArgumentException("'" + id + "' is not a commit id of 40 hexadecimal digits");
        }
        return ObjectId.fromString(id);
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T call(Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new WorldFault(
                    "git_failed",
                    "The repository " + gitDir + " can't be used: " + e.getMessage()
                            + ". Check the disk and its owner.",
                    e);
        }
    }
}
