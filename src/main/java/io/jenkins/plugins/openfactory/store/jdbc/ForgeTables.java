package io.jenkins.plugins.openfactory.store.jdbc;

import io.jenkins.plugins.openfactory.forge.Forge;
import io.jenkins.plugins.openfactory.forge.ForgeRecords;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The local forge's pull requests, comments and checks. */
final class ForgeTables implements ForgeRecords {
    private static final String NEXT_CHECK =
            "INSERT INTO forge_checks (id, repository, commit_sha, name, attempt, status, conclusion, owner, summary,"
                    + " log, updated_at) VALUES (?,?,?,?,?,?,?,?,?,?,?)";

    private final Database database;

    ForgeTables(Database database) {
        this.database = database;
    }

    @Override
    public PullRow addPull(
            String repository, String headBranch, String baseBranch, String title, String body, Instant now) {
        return database.write(session -> {
            session.serialize("pulls:" + repository);
            Optional<PullRow> known = byHead(session, repository, headBranch);
            if (known.isPresent()) {
                return known.get();
            }
            long number = session.number(
                    "SELECT COALESCE(MAX(number), 0) + 1 FROM forge_pulls WHERE repository = ?", repository);
            session.update(
                    "INSERT INTO forge_pulls (repository, number, head_branch, base_branch, title, body, is_draft,"
                            + " is_open, created_at) VALUES (?,?,?,?,?,?,1,1,?)",
                    repository,
                    number,
                    headBranch,
                    baseBranch,
                    title,
                    body,
                    now);
            return byHead(session, repository, headBranch).orElseThrow();
        });
    }

    @Override
    public Optional<PullRow> pull(String repository, long number) {
        return database.read(session -> session.first(
                "SELECT * FROM forge_pulls WHERE repository = ? AND number = ?",
                ForgeTables::pull,
                repository,
                number));
    }

    @Override
    public Optional<PullRow> pullByHead(String repository, String headBranch) {
        return database.read(session -> byHead(session, repository, headBranch));
    }

    @Override
    public void addComment(String repository, long pull, String marker, String text, Instant now) {
        database.write(session -> {
            session.serialize("comments:" + repository);
            return session.update(
                    "INSERT INTO forge_comments (repository, number, seq, marker, remark, at) VALUES (?,?,?,?,?,?)"
                            + " ON CONFLICT (repository, number, marker) DO NOTHING",
                    repository,
                    pull,
                    session.number(
                            "SELECT COALESCE(MAX(seq), 0) + 1 FROM forge_comments WHERE repository = ? AND number = ?",
                            repository,
                            pull),
                    marker,
                    text,
                    now);
        });
    }

    @Override
    public List<String> comments(String repository, long pull) {
        return database.read(session -> session.list(
                "SELECT remark FROM forge_comments WHERE repository = ? AND number = ? ORDER BY seq",
                row -> row.text("remark"),
                repository,
                pull));
    }

    @Override
    public boolean commented(String repository, long pull, String marker) {
        return database.read(session -> session.number(
                        "SELECT COUNT(*) FROM forge_comments WHERE repository = ? AND number = ? AND marker = ?",
                        repository,
                        pull,
                        marker)
                > 0);
    }

    @Override
    public CheckRow addCheck(String repository, String commit, String name, Instant now) {
        return database.write(session -> {
            session.serialize("checks");
            long id = session.number("SELECT COALESCE(MAX(id), 0) + 1 FROM forge_checks");
            long attempt = session.number(
                    "SELECT COALESCE(MAX(attempt), 0) + 1 FROM forge_checks WHERE repository = ? AND commit_sha = ?"
                            + " AND name = ?",
                    repository,
                    commit,
                    name);
            session.update(
                    NEXT_CHECK,
                    id,
                    repository,
                    commit,
                    name,
                    attempt,
                    word(Forge.Status.QUEUED),
                    Optional.empty(),
                    "",
                    "",
                    "",
                    now);
            return byId(session, id).orElseThrow();
        });
    }

    @Override
    public List<CheckRow> checks(String repository, String commit) {
        return database.read(session -> session.list(
                "SELECT * FROM forge_checks c WHERE repository = ? AND commit_sha = ? AND attempt = (SELECT MAX(attempt)"
                        + " FROM forge_checks d WHERE d.repository = c.repository AND d.commit_sha = c.commit_sha"
                        + " AND d.name = c.name) ORDER BY name",
                ForgeTables::check,
                repository,
                commit));
    }

    @Override
    public Optional<CheckRow> check(long id) {
        return database.read(session -> byId(session, id));
    }

    @Override
    public void updateCheck(CheckRow check) {
        int changed = database.write(session -> session.update(
                "UPDATE forge_checks SET status = ?, conclusion = ?, owner = ?, summary = ?, log = ?, updated_at = ?"
                        + " WHERE id = ?",
                word(check.status()),
                check.conclusion().map(Forge.Conclusion::id),
                check.owner(),
                check.summary(),
                check.log(),
                check.updatedAt(),
                check.id()));
        if (changed == 0) {
            throw new IllegalStateException("the store has no check " + check.id());
        }
    }

    private static Optional<PullRow> byHead(Session session, String repository, String headBranch) throws SQLException {
        return session.first(
                "SELECT * FROM forge_pulls WHERE repository = ? AND head_branch = ?",
                ForgeTables::pull,
                repository,
                headBranch);
    }

    private static Optional<CheckRow> byId(Session session, long id) throws SQLException {
        return session.first("SELECT * FROM forge_checks WHERE id = ?", ForgeTables::check, id);
    }

    private static PullRow pull(Row row) throws SQLException {
        return new PullRow(
                row.text("repository"),
                row.number("number"),
                row.text("head_branch"),
                row.text("base_branch"),
                row.text("title"),
                row.text("body"),
                row.flag("is_draft"),
                row.flag("is_open"),
                row.instant("created_at"));
    }

    private static CheckRow check(Row row) throws SQLException {
        return new CheckRow(
                row.number("id"),
                row.text("repository"),
                row.text("commit_sha"),
                row.text("name"),
                row.integer("attempt"),
                Forge.Status.valueOf(row.text("status").toUpperCase(Locale.ROOT)),
                row.maybeText("conclusion").map(word -> Forge.Conclusion.valueOf(word.toUpperCase(Locale.ROOT))),
                row.text("owner"),
                row.text("summary"),
                row.text("log"),
                row.instant("updated_at"));
    }

    private static String word(Forge.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
