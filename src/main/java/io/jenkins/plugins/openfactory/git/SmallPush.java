package io.jenkins.plugins.openfactory.git;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * A push of few objects between two repositories of this machine, which is done before git's programs (six of them for
 * one push) would have started. What both have is told by the branches of the receiver; everything else that the commits
 * change is written there, and only then the ref moves, if it is still where it was expected. For one thread.
 */
final class SmallPush {
    /** From about here on git, which writes a pack, is the quicker one in spite of its start. */
    private static final int FEW = 300;

    /** In bytes. */
    private static final long SMALL = 8 << 20;

    private final Repository from;
    private final BareRepository to;

    SmallPush(Repository from, BareRepository to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Pushes a commit.
     *
     * @param known refs of the receiver that the commit may be based on
     * @param expected where the ref is now; empty: it must not exist
     * @return false where it is not for us: too much, or a ref that could not be moved, whose reason git tells
     */
    boolean send(String commit, String ref, Set<String> known, Optional<String> expected) throws IOException {
        try (ObjectReader reader = from.newObjectReader();
                RevWalk walk = new RevWalk(reader)) {
            Optional<Set<ObjectId>> objects = missing(reader, walk, ObjectId.fromString(commit), known);
            if (objects.isEmpty()) {
                return false;
            }
            copy(reader, objects.get());
        }
        RefUpdate update = to.repository().updateRef(ref);
        update.setNewObjectId(ObjectId.fromString(commit));
        update.setExpectedOldObjectId(expected.map(ObjectId::fromString).orElse(ObjectId.zeroId()));
        update.setForceUpdate(true);
        update.disableRefLog();
        return switch (update.update()) {
            case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> true;
            default -> false;
        };
    }

    /**
     * Files before the folders that name them, and those before their commits; empty where there are many, or where the
     * history ends before the receiver's begins, which git refuses.
     */
    private Optional<Set<ObjectId>> missing(ObjectReader reader, RevWalk walk, ObjectId commit, Set<String> known)
            throws IOException {
        walk.markStart(walk.parseCommit(commit));
        for (String name : known) {
            var ref = to.repository().exactRef(name);
            if (ref != null && reader.has(ref.getObjectId(), Constants.OBJ_COMMIT)) {
                walk.markUninteresting(walk.parseCommit(ref.getObjectId()));
            }
        }
        Set<ObjectId> shallow = from.getObjectDatabase().getShallowCommits();
        Set<ObjectId> commits = new LinkedHashSet<>();
        Set<ObjectId> folders = new LinkedHashSet<>();
        Set<ObjectId> files = new LinkedHashSet<>();
        for (RevCommit next = walk.next(); next != null; next = walk.next()) {
            if (shallow.contains(next)) {
                return Optional.empty();
            }
            commits.add(next.copy());
            changed(reader, walk, next, folders, files);
            if (commits.size() + folders.size() + files.size() > FEW) {
                return Optional.empty();
            }
        }
        files.addAll(folders);
        files.addAll(commits);
        long bytes = 0;
        for (ObjectId id : files) {
            bytes += reader.getObjectSize(id, ObjectReader.OBJ_ANY);
        }
        return bytes > SMALL ? Optional.empty() : Optional.of(files);
    }

    /** What a commit's tree has that its first parent's has not. */
    private static void changed(
            ObjectReader reader, RevWalk walk, RevCommit commit, Set<ObjectId> folders, Set<ObjectId> files)
            throws IOException {
        folders.add(commit.getTree().getId());
        try (TreeWalk trees = new TreeWalk(reader)) {
            if (commit.getParentCount() == 0) {
                trees.addTree(new EmptyTreeIterator());
            } else {
                trees.addTree(walk.parseCommit(commit.getParent(0)).getTree());
            }
            trees.addTree(commit.getTree());
            trees.setFilter(TreeFilter.ANY_DIFF);
            while (trees.next() && folders.size() + files.size() <= FEW) {
                FileMode mode = trees.getFileMode(1);
                if (trees.isSubtree()) {
                    if (mode == FileMode.TREE) {
                        folders.add(trees.getObjectId(1));
                    }
                    trees.enterSubtree();
                } else if (mode != FileMode.MISSING && mode != FileMode.GITLINK) {
                    files.add(trees.getObjectId(1));
                }
            }
        }
    }

    private void copy(ObjectReader reader, Set<ObjectId> objects) throws IOException {
        try (PackingInserter inserter = to.inserter()) {
            for (ObjectId id : objects) {
                ObjectLoader object = reader.open(id);
                inserter.insert(object.getType(), object.getCachedBytes());
            }
            inserter.flush();
        }
    }
}
