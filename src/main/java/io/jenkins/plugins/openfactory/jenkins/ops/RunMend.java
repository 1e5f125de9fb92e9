package io.jenkins.plugins.openfactory.jenkins.ops;

import io.jenkins.plugins.openfactory.doctor.RunWatch;
import io.jenkins.plugins.openfactory.jenkins.run.BuildLink;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.util.Optional;

/**
 * What an administrator does about a run that needs somebody. In Jenkins a run goes with its build: there is no command
 * line, and a run whose build is over is ended by the watchdog.
 */
final class RunMend {
    private RunMend() {}

    /** One sentence without its full stop. */
    static String of(RunStore store, RunWatch.Trouble trouble) {
        Optional<BuildLink> build = BuildLink.of(store, trouble.runId());
        if (build.isEmpty()) {
            return "No build has this run; the watchdog ends it within half an hour";
        }
        String name = build.get().job() + " #" + build.get().number();
        return trouble.abandoned()
                ? "Look at the build " + name
                        + ": where its log ends with \"Ready to run\", Pipeline lost the end of a block"
                        + " in a crash; stop it then, and the run ends as abandoned"
                : "Look at the build " + name + " and its OpenFactory page, where the run can be cancelled";
    }
}
