package io.jenkins.plugins.openfactory.store.jdbc;

import io.jenkins.plugins.openfactory.run.JobState;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import io.jenkins.plugins.openfactory.store.Lease;
import io.jenkins.plugins.openfactory.store.Leases;
import io.jenkins.plugins.openfactory.store.RunSummary;
import io.jenkins.plugins.openfactory.store.Worker;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Statements about leases, and the tokens that this store writes under. Safe for any thread. */
final class LeaseTable implements Leases {
    private static final String LIVE = Arrays.stream(JobState.values())
            .filter(state -> !state.ended())
            .map(state -> "'" + state.id() + "'")
            .collect(Collectors.joining(",", "(", ")"));
    private static final String LIVE_RUNS =
            "SELECT r.run_id, r.state, r.title, r.created_at, r.updated_at, l.owner, l.until FROM runs r JOIN leases l"
                    + " ON l.run_id = r.run_id WHERE r.state IN " + LIVE
                    + " AND l.place IN (?, '') ORDER BY r.created_at, r.run_id LIMIT ?";

    private final Database database;
    private final Clock clock;
    private final String place;
    private final Map<String, Long> tokens = new ConcurrentHashMap<>();

    LeaseTable(Database database, Clock clock, String place) {
        this.database = database;
        this.clock = clock;
        this.place = place;
    }

    /** Notes where a new run is kept. */
    void settle(Session session, String runId) throws SQLException {
        session.update("INSERT INTO leases (run_id, place, owner, token, until) VALUES (?,?,'',0,0)", runId, place);
    }

    /**
     * Lets a write of a run pass in its transaction.
     *
     * @throws WorldFault {@code lease_lost} where this store had taken the run and another process has it now
     */
    void guard(Session session, String runId) throws SQLException {
        Long token = tokens.get(runId);
        if (token == null) {
            return;
        }
        session.share("lease:" + runId);
        boolean mine = session.first(
                        "SELECT token FROM leases WHERE run_id = ?", row -> row.number("token") == token, runId)
                .orElse(false);
        if (!mine) {
            throw lost(runId, find(session, runId));
        }
    }

    @Override
    public Lease take(String runId, Duration life) {
        return take(runId, life, LeaseTable::isDead);
    }

    @Override
    public Lease takeLocked(String runId, Duration life) {
        return take(
                runId,
                life,
                owner -> isDead(owner)
                        || Worker.of(owner).filter(Worker::sharesKernel).isPresent());
    }

    private Lease take(String runId, Duration life, Predicate<String> ended) {
        Lease taken = database.write(session -> {
            session.serialize("lease:" + runId);
            Lease before = find(session, runId)
                    .orElseThrow(() -> new UserError(
                            "there is no run '" + runId + "' in this store; list the runs to see which there are"));
            refuseForeign(before);
            if (before.held() && !ended.test(before.owner())) {
                throw new UserError("run " + runId + " is being worked on by " + shown(before.owner())
                        + "; wait until it has ended, or cancel it");
            }
            session.update(
                    "UPDATE leases SET place = ?, owner = ?, token = token + 1, until = ? WHERE run_id = ?",
                    place,
                    Worker.here().toString(),
                    now(session).plus(life),
                    runId);
            return find(session, runId).orElseThrow();
        });
        tokens.put(runId, taken.token());
        return taken;
    }

    @Override
    public boolean renew(Lease lease, Duration life) {
        return database.write(session -> session.update(
                        "UPDATE leases SET until = ? WHERE run_id = ? AND token = ?",
                        now(session).plus(life),
                        lease.runId(),
                        lease.token())
                == 1);
    }

    @Override
    public void giveUp(Lease lease) {
        tokens.remove(lease.runId(), lease.token());
        database.write(session -> session.update(
                "UPDATE leases SET owner = '', until = 0 WHERE run_id = ? AND token = ?",
                lease.runId(),
                lease.token()));
    }

    @Override
    public Optional<Lease> of(String runId) {
        return database.read(session -> find(session, runId));
    }

    @Override
    public List<RunSummary> live(int limit) {
        return database.read(session -> session.list(LIVE_RUNS, RunTables::summary, place, limit));
    }

    @Override
    public List<RunSummary> idle(int limit) {
        return database.read(session -> {
            long now = Row.nanos(now(session));
            return session
                    .list(
                            LIVE_RUNS,
                            row -> held(row, now) ? Optional.<RunSummary>empty() : Optional.of(RunTables.summary(row)),
                            place,
                            limit)
                    .stream()
                    .flatMap(Optional::stream)
                    .toList();
        });
    }

    private static boolean held(Row row, long now) throws SQLException {
        String owner = row.text("owner");
        return !owner.isEmpty() && row.number("until") > now && !isDead(owner);
    }

    private void refuseForeign(Lease lease) {
        if (!lease.here()) {
            throw new UserError("run " + lease.runId() + " is kept by another factory home (" + lease.place()
                    + ") that shares this store; go on with it there");
        }
    }

    private Optional<Lease> find(Session session, String runId) throws SQLException {
        Instant now = now(session);
        return session.first(
                "SELECT * FROM leases WHERE run_id = ?",
                row -> new Lease(
                        runId,
                        row.text("place"),
                        row.text("owner"),
                        row.number("token"),
                        row.instant("until"),
                        row.text("place").isEmpty() || row.text("place").equals(place),
                        !row.text("owner").isEmpty() && row.instant("until").isAfter(now)),
                runId);
    }

    private Instant now(Session session) throws SQLException {
        return session.now().orElseGet(clock::instant);
    }

    private static boolean isDead(String owner) {
        return Worker.of(owner).filter(Worker::isDead).isPresent();
    }

    private static String shown(String owner) {
        return Worker.of(owner).map(Worker::shown).orElse("another process");
    }

    private static WorldFault lost(String runId, Optional<Lease> now) {
        String how = now.map(lease -> "taken over by " + shown(lease.owner())).orElse("deleted");
        return new WorldFault(
                "lease_lost",
                "run " + runId + " was " + how + " while this process was not heard of, so nothing more is written"
                        + " here; look at how it stands there");
    }
}
