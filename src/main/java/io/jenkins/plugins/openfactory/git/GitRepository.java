package io.jenkins.plugins.openfactory.git;

import io.jenkins.plugins.openfactory.edit.FileChange;
import io.jenkins.plugins.openfactory.edit.FileTree;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The bare repository of one run. Commits are made from objects, without a working tree, so that line ends, modes and
 * byte order marks survive. Safe for any thread. Commit ids are 40 hexadecimal digits; refs are full names.
 */
public interface GitRepository extends AutoCloseable {
    /**
     * Lets go of the pack files that are open. Whoever fetched or opened a repository closes it once; what is asked of it
     * afterwards is answered from files that are opened again.
     */
    @Override
    void close();

    /** Its git directory; outside every workspace. */
    Path gitDir();

    /** The commit that a ref points to. */
    Optional<String> ref(String name);

    /** Points a ref at a commit, whatever it pointed to before. */
    void setRef(String name, String commit);

    /** The files of a commit, read from the objects. */
    FileTree tree(String commit);

    /** The paths of every file of a commit, sorted. */
    List<String> paths(String commit);

    /** The same paths, each with the id of its object: equal ids are equal contents. */
    SortedMap<String, String> blobs(String commit);

    /** Commits changes on top of a parent. The commit's id depends on its arguments alone. */
    String commit(String parent, List<FileChange> changes, CommitSpec spec);

    /**
     * Puts the change from {@code base} to {@code commit} onto {@code onto} by a three-way merge of the trees, as one
     * commit with the given spec. Where {@code onto} is {@code base} and {@code commit} is one commit on top of it, that
     * commit is the outcome itself.
     */
    MergeOutcome replant(String base, String commit, String onto, CommitSpec spec);

    /** One commit on top of {@code base} with the tree of {@code commit}. */
    String squash(String base, String commit, CommitSpec spec);

    /** Merges two histories' trees with {@code base} as the common ancestor; used where a ticket depends on several. */
    MergeOutcome merge(String base, String ours, String theirs, CommitSpec spec);

    /** The difference as a git-style unified diff in UTF-8, renames found, that {@code git apply} takes. */
    String diff(String from, String to);

    /** The difference file by file, in order of path. */
    List<FileDiff> changes(String from, String to);

    /** Whether {@code ancestor} is {@code commit} or reachable from it. */
    boolean isAncestor(String ancestor, String commit);

    /**
     * The commits after {@code base} up to {@code head}, oldest first, along first parents; empty where they do not lead
     * to {@code base}, or where the two are the same.
     */
    List<String> history(String base, String head);

    /** The message of a commit. */
    String message(String commit);

    /**
     * Makes a working tree of a commit in a folder that does not exist or is a former working tree of this repository,
     * which is emptied first. The git directory that belongs to it stays outside.
     *
     * @return where that git directory is, for {@code CommandRequest.gitDir}
     */
    Path checkout(Path workspace, String commit);

    /**
     * What a working tree has that {@code commit} does not, ignored files left out: as changes that would make the one
     * of the other. Never follows symbolic links and never reads configuration from the workspace.
     */
    List<FileChange> snapshot(Path workspace, String commit);

    /** Deletes a working tree and what this repository kept for it. */
    void remove(Path workspace);

    /** Whether there is a working tree that is not being removed. */
    boolean isCheckedOut(Path workspace);

    /**
     * Begins to {@link #remove} a working tree: its place is free when this returns, and what was in it is deleted while the
     * work goes on. Closing the repository waits for that.
     */
    void removeSoon(Path workspace);

    /**
     * Waits until every working tree is gone that was to be removed soon.
     *
     * @throws WorldFault that the first one met which could not be removed
     */
    void settle();
}
