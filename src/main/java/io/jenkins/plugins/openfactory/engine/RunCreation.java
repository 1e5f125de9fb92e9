package io.jenkins.plugins.openfactory.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.artifact.LeakScan;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.git.Git;
import io.jenkins.plugins.openfactory.git.GitRepository;
import io.jenkins.plugins.openfactory.id.IdSource;
import io.jenkins.plugins.openfactory.id.Sha256;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.FactoryHome;
import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.store.RunRow;
import io.jenkins.plugins.openfactory.store.RunStore;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Turns what somebody asks for into a recorded run. */
final class RunCreation {
    private static final int MOST_BYTES = 256 * 1024;
    private static final int TITLE = 120;

    private final RunStore store;
    private final FactoryHome home;
    private final Git git;
    private final Clock clock;
    private final IdSource ids;
    private final Masker masker;

    RunCreation(RunStore store, FactoryHome home, Git git, Clock clock, IdSource ids, Masker masker) {
        this.store = store;
        this.home = home;
        this.git = git;
        this.clock = clock;
        this.ids = ids;
        this.masker = masker;
    }

    void create(String runId, NewRun wanted) {
        String request = request(wanted.request());
        Git.Source source = git.inspect(wanted.repository(), wanted.base());
        try (GitRepository repository =
                git.fetch(source.repository(), source.branch(), source.commit(), home.repository(runId))) {
            record(wanted, request, source, runId, repository);
        } catch (UserError e) {
            Folders.delete(home.run(runId));
            throw e;
        }
    }

    private void record(NewRun wanted, String request, Git.Source source, String runId, GitRepository repository) {
        ObjectNode settings = wanted.settings().deepCopy();
        settings.put("repository", source.repository());
        settings.put("base", source.branch());
        settings.put("baseCommit", source.commit());
        RunConfig config =
                RunSettings.assemble(settings, repository.tree(source.commit()), repository.paths(source.commit()));
        ObjectNode snapshot = Json.object().put("text", request).put("origin", wanted.origin());
        wanted.issue().ifPresent(issue -> snapshot.set("issue", IssueRequest.snapshot(issue, masker::mask)));
        Instant now = clock.instant();
        store.create(new RunRow(
                runId,
                ids.newTraceId(),
                JobState.QUEUED,
                Optional.empty(),
                Optional.empty(),
                title(request),
                Json.write(Json.tree(config)),
                Json.write(snapshot),
                Sha256.hex(Json.canonical(snapshot)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                now,
                now));
    }

    private String request(String text) {
        if (text.isBlank()) {
            throw new UserError("The request is empty: write what you want built, in a file or on standard input.");
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw new UserError("The request has " + bytes + " bytes, and " + MOST_BYTES
                    + " are the most: say what you want in fewer words, and keep material in the repository.");
        }
        if (text.indexOf('\0') >= 0) {
            throw new UserError("The request has a NUL character: give a text file in UTF-8.");
        }
        String masked = masker.mask(text);
        List<LeakScan.Finding> secrets =
                new LeakScan(List.of()).scan("request", masked.getBytes(StandardCharsets.UTF_8));
        if (!secrets.isEmpty()) {
            LeakScan.Finding first = secrets.get(0);
            throw new UserError("The request has what looks like a secret in line " + first.line() + " (" + first.kind()
                    + ", " + first.excerpt()
                    + "), which a model would be shown and the release would refuse: take it out,"
                    + " and revoke it if it is real.");
        }
        return masked;
    }

    private static String title(String request) {
        String line = request.lines()
                .map(l -> l.replaceFirst("^[#\\s]+", "").strip())
                .filter(l -> !l.isEmpty())
                .findFirst()
                .orElse("request");
        return line.length() <= TITLE ? line : line.substring(0, TITLE - 1) + "…";
    }
}
