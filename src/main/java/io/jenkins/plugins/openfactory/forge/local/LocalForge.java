package io.jenkins.plugins.openfactory.forge.local;

import io.jenkins.plugins.openfactory.exec.CommandRunner;
import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.forge.ForgeRecords;
import io.jenkins.plugins.openfactory.forge.ForgeRecords.CheckRow;
import io.jenkins.plugins.openfactory.forge.ForgeRecords.PullRow;
import io.jenkins.plugins.openfactory.forge.Issue;
import io.jenkins.plugins.openfactory.git.HostedRepository;
import io.jenkins.plugins.openfactory.git.LocalGit;
import io.jenkins.plugins.openfactory.run.CancelToken;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The forge without a server: a bare repository in the factory's folder, pull requests and checks in the store, checks
 * run for real by this process in a fresh working tree of the pushed commit. Safe for any thread; other processes may
 * serve the same repository.
 *
 * <p>Checks of a pull request's head are queued when it is opened, pushed to, or asked for and found missing, so that a
 * crash between any two steps leaves nothing out. Close it when the run is over: checks that still run go back into the
 * queue.
 */
public final class LocalForge implements Forge, AutoCloseable {
    private static final String APP = "local";
    private static final Duration SLICE = Duration.ofMillis(500);

    private final LocalForgeSettings settings;
    private final ForgeRecords records;
    private final HostedRepository hosted;
    private final Clock clock;
    private final CheckWorker worker;
    private final Object monitor = new Object();
    private final Map<String, List<CheckRow>> told = new ConcurrentHashMap<>();
    private boolean following;

    public LocalForge(
            LocalForgeSettings settings, LocalGit git, ForgeRecords records, CommandRunner runner, Clock clock) {
        this.settings = settings;
        this.records = records;
        this.clock = clock;
        this.hosted = git.host(settings.folder().resolve(settings.repository() + ".git"));
        this.worker = new CheckWorker(settings, records, runner, hosted, clock, this::wake);
    }

    @Override
    public String kind() {
        return "local";
    }

    @Override
    public String authenticate() {
        return "the local forge at " + repository().gitDir() + ", as the user " + System.getProperty("user.name");
    }

    @Override
    public Protection protection(String branch) {
        HostedRepository repository = repository();
        return new Protection(
                branch.equals(repository.defaultBranch()),
                repository.protectedBranches().contains(branch),
                settings.required().stream()
                        .map(name -> new Required(name, Optional.of(APP)))
                        .toList());
    }

    @Override
    public Optional<String> head(String branch) {
        return repository().branch(branch);
    }

    @Override
    public void push(Path gitDir, String commit, String branch, Optional<String> expected) {
        repository().push(gitDir, commit, branch, expected);
        records.pullByHead(settings.repository(), branch).ifPresent(this::attend);
    }

    @Override
    public Optional<PullRequest> find(String headBranch, String baseBranch) {
        repository();
        return records.pullByHead(settings.repository(), headBranch)
                .filter(row -> row.baseBranch().equals(baseBranch))
                .map(this::pullRequest);
    }

    @Override
    public PullRequest open(Draft draft) {
        for (String branch : List.of(draft.headBranch(), draft.baseBranch())) {
            if (repository().branch(branch).isEmpty()) {
                throw new WorldFault(
                        "pull_request_refused",
                        "The repository " + hosted.gitDir() + " has no branch '" + branch
                                + "' for a pull request; push it first.");
            }
        }
        if (draft.headBranch().equals(draft.baseBranch())) {
            throw new WorldFault(
                    "pull_request_refused",
                    "A pull request can't merge the branch '" + draft.headBranch() + "' into itself.");
        }
        PullRow row = records.addPull(
                settings.repository(),
                draft.headBranch(),
                draft.baseBranch(),
                draft.title(),
                draft.body(),
                clock.instant());
        attend(row);
        return pullRequest(row);
    }

    @Override
    public PullRequest pullRequest(long number) {
        repository();
        return pullRequest(row(number));
    }

    @Override
    public List<Check> checks(String commit) {
        repository();
        List<CheckRow> rows = records.checks(settings.repository(), commit);
        if (!all(rows)) {
            openPulls(commit).forEach(this::attend);
            rows = records.checks(settings.repository(), commit);
        }
        rows.forEach(worker::start);
        told.put(commit, rows);
        return rows.stream().map(LocalForge::check).toList();
    }

    @Override
    public Evidence evidence(Check check) {
        CheckRow row = row(check);
        try {
            return new Evidence(row.summary(), row.log().isEmpty() ? "" : CheckLog.read(Path.of(row.log())));
        } catch (IOException e) {
            throw new WorldFault("forge", "The log " + row.log() + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public void rerun(Check check) {
        CheckRow asked = row(check);
        CheckRow newest = repository().locked(() -> {
            CheckRow last = newest(asked);
            boolean again = last.id() == asked.id() && last.status() == Status.COMPLETED;
            return again
                    ? records.addCheck(settings.repository(), asked.commit(), asked.name(), clock.instant())
                    : last;
        });
        worker.start(newest);
    }

    @Override
    public boolean commented(long pullRequest, String marker) {
        return records.commented(settings.repository(), row(pullRequest).number(), marker);
    }

    @Override
    public void comment(long pullRequest, String marker, String text) {
        records.addComment(settings.repository(), row(pullRequest).number(), marker, text, clock.instant());
    }

    @Override
    public Issue issue(long number, CancelToken cancel) {
        throw new UserError("The local forge has no issues, so there is no issue " + number
                + "; give the request itself, or a GitHub repository with a credential.");
    }

    @Override
    public boolean runsChecksHere() {
        return true;
    }

    @Override
    public void await(String commit, Duration atMost, CancelToken cancel) {
        long end = System.nanoTime() + atMost.toNanos();
        List<CheckRow> before =
                Optional.ofNullable(told.get(commit)).orElseGet(() -> records.checks(settings.repository(), commit));
        CancelToken.Registration registration = cancel.onCancel(() -> {
            worker.cancel(commit);
            wake();
        });
        try {
            List<CheckRow> now = records.checks(settings.repository(), commit);
            while (now.equals(before) && !cancel.isCancelled() && System.nanoTime() < end) {
                now.forEach(worker::start);
                pause(Math.min(end - System.nanoTime(), SLICE.toNanos()));
                now = records.checks(settings.repository(), commit);
            }
        } finally {
            registration.close();
        }
        cancel.throwIfCancelled();
    }

    /** Stops the checks that this process runs and puts them back into the queue. */
    @Override
    public void close() {
        worker.close();
        hosted.close();
    }

    /** The repository, which follows the source from the first use on. */
    private synchronized HostedRepository repository() {
        if (!following) {
            try {
                Files.createDirectories(settings.folder());
            } catch (IOException e) {
                throw new WorldFault(
                        "forge",
                        "The folder " + settings.folder() + " of the local forge can't be made: " + e.getMessage()
                                + ".",
                        e);
            }
            hosted.follow(settings.source());
            following = true;
        }
        return hosted;
    }

    /** Brings everything that hangs on an open pull request's head up to date: its ref and its checks. */
    private void attend(PullRow pull) {
        Optional<String> head = hosted.branch(pull.headBranch());
        if (!pull.open() || head.isEmpty()) {
            return;
        }
        if (!hosted.repository().ref(ref(pull)).equals(head)) {
            hosted.repository().setRef(ref(pull), head.get());
        }
        List<CheckRow> rows = hosted.locked(() -> {
            List<String> there = names(records.checks(settings.repository(), head.get()));
            for (CheckDefinition check : settings.checks()) {
                if (!there.contains(check.name())) {
                    records.addCheck(settings.repository(), head.get(), check.name(), clock.instant());
                }
            }
            return records.checks(settings.repository(), head.get());
        });
        rows.forEach(worker::start);
    }

    /** Whether no check of a commit is missing. */
    private boolean all(List<CheckRow> rows) {
        List<String> there = names(rows);
        return settings.checks().stream().map(CheckDefinition::name).allMatch(there::contains);
    }

    private static List<String> names(List<CheckRow> rows) {
        return rows.stream().map(CheckRow::name).toList();
    }

    /** It takes a look at every branch there is. */
    private List<PullRow> openPulls(String commit) {
        return hosted.branchesAt(commit).stream()
                .map(branch -> records.pullByHead(settings.repository(), branch))
                .flatMap(Optional::stream)
                .filter(PullRow::open)
                .toList();
    }

    private CheckRow newest(CheckRow check) {
        return records.checks(settings.repository(), check.commit()).stream()
                .filter(row -> row.name().equals(check.name()))
                .findFirst()
                .orElse(check);
    }

    private PullRow row(long number) {
        return records.pull(settings.repository(), number)
                .orElseThrow(() -> new WorldFault(
                        "not_found", "The repository " + hosted.gitDir() + " has no pull request " + number + "."));
    }

    private CheckRow row(Check check) {
        return records.check(Long.parseLong(check.id()))
                .orElseThrow(() -> new WorldFault(
                        "not_found", "The local forge has no check " + check.id() + " ('" + check.name() + "')."));
    }

    private PullRequest pullRequest(PullRow row) {
        String head = hosted.branch(row.headBranch())
                .or(() -> hosted.repository().ref(ref(row)))
                .orElseThrow(() -> new WorldFault(
                        "not_found",
                        "The head branch '" + row.headBranch() + "' of pull request " + row.number() + " is gone from "
                                + hosted.gitDir() + "."));
        return new PullRequest(
                row.number(),
                hosted.gitDir().toUri().toString().replaceFirst("/$", "") + "#pull/" + row.number(),
                row.headBranch(),
                row.baseBranch(),
                head,
                row.draft(),
                row.open());
    }

    private static String ref(PullRow pull) {
        return "refs/pull/" + pull.number() + "/head";
    }

    private static Check check(CheckRow row) {
        return new Check(
                Long.toString(row.id()),
                row.name(),
                APP,
                row.commit(),
                row.status(),
                row.conclusion(),
                row.log().isEmpty() ? "" : Path.of(row.log()).toUri().toString());
    }

    private void wake() {
        synchronized (monitor) {
            monitor.notifyAll();
        }
    }

    private void pause(long nanos) {
        synchronized (monitor) {
            try {
                monitor.wait(Math.max(1, nanos / 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new WorldFault("interrupted", "Waiting for checks was interrupted; let the run go on.", e);
            }
        }
    }
}
