package io.jenkins.plugins.openfactory.git;

import io.jenkins.plugins.openfactory.run.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A repository of the user's on this machine, read and never written. It may be somebody else's work, so nothing that its
 * configuration names is started: its filters, hooks and file system monitor are switched off one by one. For one thread.
 */
final class SourceFolder {
    private static final int NAMED_BRANCHES = 10;
    private static final int NAMED_FILES = 5;
    private static final String HEADS = "refs/heads/";

    private final GitProgram git;
    private final Path path;
    private final Path gitDir;
    private final Optional<Path> workTree;
    private final Map<String, String> quiet;

    private SourceFolder(GitProgram git, Path path, Path gitDir, Optional<Path> workTree) {
        this.git = git;
        this.path = path;
        this.gitDir = gitDir;
        this.workTree = workTree;
        if (git.attempt(GitProgram.QUICK, Map.of(), "--git-dir=" + gitDir, "rev-parse", "--git-dir")
                        .exit()
                != 0) {
            throw notARepository(path);
        }
        this.quiet = quiet();
    }

    /**
     * Finds the git directory of exactly this folder; never looks above it, except to say so.
     *
     * @throws UserError where it is no repository
     */
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
                String target = Files.readString(dotGit).strip().replaceFirst("^gitdir: ", "");
                return new SourceFolder(git, path, path.resolve(target).normalize(), Optional.of(path));
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

    /** Its git directory, to fetch from. */
    Path gitDir() {
        return gitDir;
    }

    /** What the folder offers, checked for being usable. */
    Git.Source inspect(Optional<String> wanted) {
        List<String> branches = branches();
        if (branches.isEmpty()) {
            throw new UserError("The repository at " + path + " has no commits; commit something first.");
        }
        Optional<String> checkedOut = checkedOut();
        String branch = wanted.or(() -> checkedOut)
                .orElseThrow(() -> new UserError("The repository at " + path
                        + " has a detached HEAD and so no current branch; name one with --base (it has "
                        + names(branches) + ")."));
        if (!branches.contains(branch)) {
            throw new UserError(
                    "The repository at " + path + " has no branch '" + branch + "'; it has " + names(branches) + ".");
        }
        if (checkedOut.equals(Optional.of(branch))) {
            workTree.ifPresent(this::requireClean);
        }
        return new Git.Source(path.toString(), branch, head(branch));
    }

    private String head(String branch) {
        String commit = call("rev-parse", "--verify", HEADS + branch + "^{commit}")
                .text()
                .strip();
        if (commit.length() != 40) {
            throw new UserError("The repository at " + path
                    + " names its objects with SHA-256, which is not supported; use a repository with SHA-1 names.");
        }
        return commit;
    }

    private List<String> branches() {
        return call("for-each-ref", "--format=%(refname)", HEADS)
                .text()
                .lines()
                .map(ref -> ref.substring(HEADS.length()))
                .toList();
    }

    private Optional<String> checkedOut() {
        GitProgram.Result result =
                git.attempt(GitProgram.QUICK, quiet, "--git-dir=" + gitDir, "symbolic-ref", "--quiet", "HEAD");
        return Optional.of(result.text().strip())
                .filter(ref -> result.exit() == 0 && ref.startsWith(HEADS))
                .map(ref -> ref.substring(HEADS.length()));
    }

    /**
     * Refuses changes of tracked files, staged or not: a run works on commits and would not see them. Files that a
     * filter of the repository's owner converts (Git LFS) can't be judged without starting it and are passed over.
     */
    private void requireClean(Path tree) {
        Set<String> changed = new TreeSet<>();
        for (String entry : call(
                        "--work-tree=" + tree,
                        "status",
                        "--porcelain=v1",
                        "-z",
                        "--no-renames",
                        "--untracked-files=no",
                        "--ignore-submodules=all")
                .parts()) {
            if (entry.charAt(0) != ' ' || !isFiltered(tree, entry.substring(3))) {
                changed.add(entry.substring(3));
            }
        }
        if (!changed.isEmpty()) {
            List<String> named = changed.stream().limit(NAMED_FILES).toList();
            String more = changed.size() > named.size() ? " and " + (changed.size() - named.size()) + " more" : "";
            throw new UserError("The repository at " + path + " has uncommitted changes (" + String.join(", ", named)
                    + more + "); commit or stash them first.");
        }
    }

    private boolean isFiltered(Path tree, String file) {
        List<String> attribute = call("--work-tree=" + tree, "check-attr", "-z", "filter", "--", file)
                .parts();
        return attribute.size() == 3 && !Set.of("unspecified", "unset").contains(attribute.get(2));
    }

    private GitProgram.Result call(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "--git-dir=" + gitDir;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return git.run(GitProgram.QUICK, quiet, all);
    }

    /** Settings that win over the repository's own and leave nothing in it to be started. */
    private Map<String, String> quiet() {
        Map<String, String> settings = new HashMap<>();
        settings.put("core.fsmonitor", "false");
        settings.put("core.hooksPath", "/dev/null");
        settings.put("core.sshCommand", "/bin/false");
        Map<String, String> environment = new HashMap<>(Map.of("GIT_OPTIONAL_LOCKS", "0"));
        String[] filters = {"--git-dir=" + gitDir, "config", "-z", "--name-only", "--get-regexp", "^filter\\."};
        for (String name : git.attempt(GitProgram.QUICK, environment, filters).parts()) {
            settings.put(name, name.endsWith(".required") ? "false" : "");
        }
        environment.put("GIT_CONFIG_COUNT", Integer.toString(settings.size()));
        int i = 0;
        for (var setting : settings.entrySet()) {
            environment.put("GIT_CONFIG_KEY_" + i, setting.getKey());
            environment.put("GIT_CONFIG_VALUE_" + i, setting.getValue());
            i++;
        }
        return environment;
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
