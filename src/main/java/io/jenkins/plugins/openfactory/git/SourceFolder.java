package io.jenkins.plugins.openfactory.git;

import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A repository of the user's on this machine, read and never written. It may be somebody else's work, so nothing that its
 * configuration names is started: its filters, hooks and file system monitor are switched off one by one.
 *
 * @param path what the user named, resolved
 * @param gitDir its git directory
 * @param workTree set where there is one
 */
record SourceFolder(GitProgram git, Path path, Path gitDir, Optional<Path> workTree) {
    private static final int NAMED_BRANCHES = 10;
    private static final int NAMED_FILES = 5;

    /** Finds the git directory of exactly this folder; never looks above it, except to say so. */
    static SourceFolder at(GitProgram git, Path named) {
        if (!Files.exists(named)) {
            throw new UserError(
                    "The repository " + named + " does not exist; give the path or URL of a git repository.");
        }
        try {
            Path path = named.toRealPath();
            Path dotGit = path.resolve(".git");
            if (Files.isDirectory(dotGit)) {
                return new SourceFolder(git, path, dotGit, Optional.of(path));
            }
            if (Files.isRegularFile(dotGit)) {
                String text = Files.readString(dotGit).strip();
                Path target = path.resolve(text.replaceFirst("^gitdir: ", "")).normalize();
                return new SourceFolder(git, path, target, Optional.of(path));
            }
            if (isGitDir(path)) {
                boolean inside = path.endsWith(".git") && Files.exists(path.resolve("index"));
                return inside ? at(git, path.getParent()) : new SourceFolder(git, path, path, Optional.empty());
            }
            throw notARepository(path);
        } catch (IOException e) {
            throw new UserError("The repository " + named + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    /** What the folder offers, checked for being usable. */
    Git.Source inspect(Optional<String> wanted) {
        if (git.attempt(GitProgram.QUICK, quiet(), gitDirOption(), "rev-parse", "--git-dir")
                        .exit()
                != 0) {
            throw notARepository(path);
        }
        List<String> branches = branches();
        if (branches.isEmpty()) {
            throw new UserError("The repository at " + path + " has no commits; commit something first.");
        }
        Optional<String> checkedOut = checkedOut();
        String branch = wanted.or(() -> checkedOut)
                .orElseThrow(() -> new UserError("The repository at " + path
                        + " has a detached HEAD and so no current branch; name one with --base (" + names(branches)
                        + ")."));
        if (!branches.contains(branch)) {
            throw new UserError(
                    "The repository at " + path + " has no branch '" + branch + "'; it has " + names(branches) + ".");
        }
        if (workTree.isPresent() && checkedOut.equals(Optional.of(branch))) {
            requireClean();
        }
        return new Git.Source(path.toString(), branch, head(branch));
    }

    private String head(String branch) {
        String commit = git.run(
                        GitProgram.QUICK,
                        quiet(),
                        gitDirOption(),
                        "rev-parse",
                        "--verify",
                        "--end-of-options",
                        "refs/heads/" + branch + "^{commit}")
                .text()
                .strip();
        if (commit.length() != 40) {
            throw new UserError("The repository at " + path
                    + " names its objects with SHA-256, which is not supported; use a repository with SHA-1 names.");
        }
        return commit;
    }

    private List<String> branches() {
        return git.run(GitProgram.QUICK, quiet(), gitDirOption(), "for-each-ref", "--format=%(refname)", "refs/heads/")
                .text()
                .lines()
                .map(ref -> ref.substring("refs/heads/".length()))
                .toList();
    }

    private Optional<String> checkedOut() {
        GitProgram.Result result =
                git.attempt(GitProgram.QUICK, quiet(), gitDirOption(), "symbolic-ref", "--quiet", "HEAD");
        return Optional.of(result.text().strip())
                .filter(ref -> result.exit() == 0 && ref.startsWith("refs/heads/"))
                .map(ref -> ref.substring("refs/heads/".length()));
    }

    private void requireClean() {
        List<String> changed = git
                .run(
                        GitProgram.QUICK,
                        quiet(),
                        gitDirOption(),
                        "--work-tree=" + workTree.orElseThrow(),
                        "status",
                        "--porcelain=v1",
                        "-z",
                        "--no-renames",
                        "--untracked-files=no",
                        "--ignore-submodules=all")
                .parts()
                .stream()
                .map(entry -> entry.substring(3))
                .toList();
        if (!changed.isEmpty()) {
            String more = changed.size() > NAMED_FILES ? " and " + (changed.size() - NAMED_FILES) + " more" : "";
            throw new UserError("The repository at " + path + " has uncommitted changes ("
                    + String.join(", ", changed.subList(0, Math.min(NAMED_FILES, changed.size()))) + more
                    + "); commit or stash them first.");
        }
    }

    /** Settings that win over the repository's own and leave nothing in it to be started. */
    Map<String, String> quiet() {
        Map<String, String> settings = new HashMap<>();
        settings.put("core.fsmonitor", "false");
        settings.put("core.hooksPath", "/dev/null");
        settings.put("core.sshCommand", "/bin/false");
        Map<String, String> none = Map.of("GIT_OPTIONAL_LOCKS", "0");
        for (String name : git.attempt(
                        GitProgram.QUICK,
                        none,
                        gitDirOption(),
                        "config",
                        "-z",
                        "--name-only",
                        "--get-regexp",
                        "^filter\\.")
                .parts()) {
            settings.put(name, name.endsWith(".required") ? "false" : "");
        }
        Map<String, String> environment = new HashMap<>(none);
        environment.put("GIT_CONFIG_COUNT", Integer.toString(settings.size()));
        int i = 0;
        for (var setting : settings.entrySet()) {
            environment.put("GIT_CONFIG_KEY_" + i, setting.getKey());
            environment.put("GIT_CONFIG_VALUE_" + i, setting.getValue());
            i++;
        }
        return environment;
    }

    private String gitDirOption() {
        return "--git-dir=" + gitDir;
    }

    static String names(List<String> branches) {
        String more = branches.size() > NAMED_BRANCHES ? " and " + (branches.size() - NAMED_BRANCHES) + " more" : "";
        return String.join(", ", branches.subList(0, Math.min(NAMED_BRANCHES, branches.size()))) + more;
    }

    private static boolean isGitDir(Path path) {
        return Files.exists(path.resolve("HEAD"))
                && Files.isDirectory(path.resolve("objects"))
                && Files.isDirectory(path.resolve("refs"));
    }

    private static UserError notARepository(Path path) {
        for (Path above = path.getParent(); above != null; above = above.getParent()) {
            if (Files.exists(above.resolve(".git"))) {
                return new UserError(
                        path + " is a folder inside the git repository " + above + "; give " + above + " instead.");
            }
        }
        return new UserError(path + " is not a git repository; give the folder that holds .git, or run git init and"
                + " commit something first.");
    }
}
