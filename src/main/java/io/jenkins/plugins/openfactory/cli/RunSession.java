package io.jenkins.plugins.openfactory.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.engine.Factory;
import io.jenkins.plugins.openfactory.engine.NewRun;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.StageId;
import io.jenkins.plugins.openfactory.store.CancelRequests;
import io.jenkins.plugins.openfactory.store.RunClaim;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStatusDocument;
import java.io.PrintStream;
import java.nio.file.Path;

/** One process working on one run, from the lock to the last line. */
final class RunSession {
    private final Path homePath;
    private final boolean json;

    RunSession(Path homePath, boolean json) {
        this.homePath = homePath;
        this.json = json;
    }

    /** Records a run and works on it. */
    int start(NewRun wanted) {
        try (Wiring wiring = Wiring.open(homePath)) {
            RunView view = view(wiring);
            Factory factory = wiring.factory(view);
            return work(wiring, factory, view, factory.create(wanted));
        }
    }

    /** Goes on with a run that is there. */
    int resume(String runId) {
        return resume(runId, Json.object());
    }

    /** Goes on with a run that is there, with some settings changed. */
    int resume(String runId, ObjectNode amendments) {
        try (Wiring wiring = Wiring.openExisting(homePath)) {
            wiring.require(runId);
            RunView view = view(wiring);
            Factory factory = wiring.factory(view);
            if (!amendments.isEmpty()) {
                factory.amend(runId, amendments);
            }
            return work(wiring, factory, view, runId);
        }
    }

    private RunView view(Wiring wiring) {
        return json ? RunView.SILENT : ConsoleView.choose(wiring.store(), System.out);
    }

    private int work(Wiring wiring, Factory factory, RunView view, String runId) {
        CancelToken cancel = new CancelToken();
        RunRow row;
        CancelRequests requests = new CancelRequests(wiring.store(), wiring.home(), wiring.clock());
        try (RunClaim claim = RunClaim.take(wiring.store(), wiring.home(), runId, cancel);
                CancelToken.Registration watch = requests.watch(runId, cancel)) {
            view.begin(runId);
            row = factory.proceed(runId, StageId.RELEASE_ARTIFACTS, cancel);
            requests.clear(runId);
        } finally {
            view.end();
        }
        last(wiring, row);
        return ExitCode.of(row.state());
    }

    private void last(Wiring wiring, RunRow row) {
        PrintStream out = System.out;
        if (json) {
            out.print(Json.pretty(RunStatusDocument.of(wiring.store(), row.runId())));
            return;
        }
        Path artifacts = wiring.home().artifacts(row.runId());
        if (row.state() == JobState.WAITING) {
            String text = row.waitingText().orElse("");
            out.println("waiting: " + text);
            out.println(Hints.forWaiting(row));
            return;
        }
        row.errorText().ifPresent(text -> out.println(row.state().id() + ": " + text));
        if (row.state() == JobState.DONE) {
            out.println("done: " + artifacts.resolve("FINAL_SUMMARY.md") + " tells what was built, "
                    + artifacts.resolve("report").resolve("index.html") + " shows how.");
            return;
        }
        out.println("Artifacts are in " + artifacts + "; go on with: ./factory resume " + row.runId());
    }
}
