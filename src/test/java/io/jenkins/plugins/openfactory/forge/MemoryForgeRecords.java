package io.jenkins.plugins.openfactory.forge;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Records that live as long as the test. */
public final class MemoryForgeRecords implements ForgeRecords {
    private final List<PullRow> pulls = new ArrayList<>();
    private final Map<String, String> comments = new LinkedHashMap<>();
    private final List<CheckRow> checks = new ArrayList<>();

    @Override
    public synchronized PullRow addPull(
            String repository, String headBranch, String baseBranch, String title, String body, Instant now) {
        Optional<PullRow> there = pullByHead(repository, headBranch);
        if (there.isPresent()) {
            return there.get();
        }
        long number = 1
                + pulls.stream()
                        .filter(row -> row.repository().equals(repository))
                        .count();
        PullRow row = new PullRow(repository, number, headBranch, baseBranch, title, body, true, true, now);
        pulls.add(row);
        return row;
    }

    @Override
    public synchronized Optional<PullRow> pull(String repository, long number) {
        return pulls.stream()
                .filter(row -> row.repository().equals(repository) && row.number() == number)
                .findFirst();
    }

    @Override
    public synchronized Optional<PullRow> pullByHead(String repository, String headBranch) {
        return pulls.stream()
                .filter(row ->
                        row.repository().equals(repository) && row.headBranch().equals(headBranch))
                .findFirst();
    }

    @Override
    public synchronized void addComment(String repository, long pull, String marker, String text, Instant now) {
        comments.putIfAbsent(repository + "\0" + pull + "\0" + marker, text);
    }

    @Override
    public synchronized List<String> comments(String repository, long pull) {
        return comments.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(repository + "\0" + pull + "\0"))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public synchronized boolean commented(String repository, long pull, String marker) {
        return comments.containsKey(repository + "\0" + pull + "\0" + marker);
    }

    @Override
    public synchronized CheckRow addCheck(String repository, String commit, String name, Instant now) {
        int attempt = 1
                + (int) checks.stream()
                        .filter(row -> row.repository().equals(repository)
                                && row.commit().equals(commit)
                                && row.name().equals(name))
                        .count();
        CheckRow row = new CheckRow(
                checks.size() + 1L,
                repository,
                commit,
                name,
                attempt,
                Forge.Status.QUEUED,
                Optional.empty(),
                "",
                "",
                "",
                now);
        checks.add(row);
        return row;
    }

    @Override
    public synchronized List<CheckRow> checks(String repository, String commit) {
        Map<String, CheckRow> newest = new LinkedHashMap<>();
        checks.stream()
                .filter(row ->
                        row.repository().equals(repository) && row.commit().equals(commit))
                .forEach(row -> newest.put(row.name(), row));
        return newest.values().stream()
                .sorted(Comparator.comparing(CheckRow::name))
                .toList();
    }

    @Override
    public synchronized Optional<CheckRow> check(long id) {
        return checks.stream().filter(row -> row.id() == id).findFirst();
    }

    @Override
    public synchronized void updateCheck(CheckRow check) {
        if (check(check.id()).isEmpty()) {
            throw new NoSuchElementException("no check " + check.id());
        }
        checks.replaceAll(row -> row.id() == check.id() ? check : row);
    }
}
