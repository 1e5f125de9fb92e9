package io.jenkins.plugins.openfactory.git;

import io.jenkins.plugins.openfactory.edit.FileChange;
import java.nio.file.Path;
import java.util.List;

/** Makes and opens the bare repositories that runs work in. */
public interface Git {
    /**
     * Looks at what the user named as repository: a path of a working tree or bare repository, or a URL.
     *
     * @return its default branch and the head of the wanted one
     * @throws io.jenkins.plugins.openfactory.run.UserError where it is not a repository, has no commit, lacks the
     *     branch, or has uncommitted changes
     */
    Source inspect(String repository, java.util.Optional<String> branch);

    /** Fetches a commit of a branch into a new or existing bare repository. Doing it again changes nothing. */
    GitRepository fetch(String repository, String branch, String commit, Path gitDir);

    /**
     * Makes a bare repository with one commit on {@code main}. Doing it again with the same files changes nothing.
     *
     * @return the commit
     */
    String create(Path gitDir, List<FileChange> files, CommitSpec spec);

    /** Opens a bare repository made before. */
    GitRepository open(Path gitDir);

    /**
     * A repository as it is now.
     *
     * @param repository the absolute path or URL to fetch from
     * @param commit the head of {@code branch}
     */
    record Source(String repository, String branch, String commit) {}
}
