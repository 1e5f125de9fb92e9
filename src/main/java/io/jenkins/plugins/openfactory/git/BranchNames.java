package io.jenkins.plugins.openfactory.git;

import java.text.Normalizer;
import java.util.Locale;
import org.eclipse.jgit.ignore.FastIgnoreRule;
import org.eclipse.jgit.lib.Repository;

/** What the name of a branch may be when it decides whether something is pushed. */
public final class BranchNames {
    private BranchNames() {}

    /**
     * Whether it is a plain name such as {@code topic/one}: one that git takes, and none that a server or a person may
     * read as another ref ({@code refs/heads/main}, {@code heads/main}, {@code HEAD}).
     */
    public static boolean plain(String branch) {
        String lower = branch.toLowerCase(Locale.ROOT);
        return Repository.isValidRefName("refs/heads/" + branch)
                && !lower.startsWith("refs/")
                && !lower.startsWith("heads/")
                && !lower.startsWith("-")
                && !lower.equals("head");
    }

    /** Whether two names are one branch on some server: case and the form of Unicode don't tell branches apart there. */
    public static boolean same(String one, String other) {
        return fold(one).equals(fold(other));
    }

    /**
     * Whether a pattern of a forge's branch protection covers a branch: {@code *} ends at a slash, {@code **} does not, as
     * in Ruby's {@code fnmatch} with {@code FNM_PATHNAME}, which GitHub's documentation names.
     */
    public static boolean covers(String pattern, String branch) {
        return new FastIgnoreRule("/" + fold(pattern)).isMatch(fold(branch), false, true);
    }

    private static String fold(String name) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }
}
