package io.jenkins.plugins.openfactory.engine.stage.cigate;

import io.jenkins.plugins.openfactory.engine.RunConfig;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.forge.Forge;
import java.util.Optional;
import java.util.Set;

/** Where the head of the run's pull request really is. */
final class Heads {
    private Heads() {}

    /**
     * A pull request may lag behind its branch, on some servers for ever. What it shows counts, unless that is a commit
     * which the run itself pushed before and the branch is at the commit that was pushed after it.
     *
     * @param former what the run pushed before {@code commit}
     */
    static String of(StageContext context, Forge.PullRequest pull, String commit, Set<String> former) {
        if (!former.contains(pull.headSha())) {
            return pull.headSha();
        }
        Optional<String> branch = context.doors().forge().head(RunConfig.branch(context.runId()));
        return branch.filter(commit::equals).orElse(pull.headSha());
    }
}
