package io.jenkins.plugins.openfactory.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.run.UserError;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The repositories that smoke runs leave behind in an organization: one stays, the others may go. */
public final class SmokeRepositories {
    /** The names of smoke repositories; no other repository is ever touched. */
    public static final String PATTERN = "openfactory-smoke(-[A-Za-z0-9._-]+)?";

    private final GitHubApi api;
    private final String organization;

    private SmokeRepositories(GitHubApi api, String organization) {
        this.api = api;
        this.organization = organization;
    }

    /**
     * The smoke repositories of an organization.
     *
     * @param url the API's base URL; empty for github.com
     * @param token asked for at each request
     */
    public static SmokeRepositories of(Optional<String> url, String organization, Supplier<String> token, Clock clock) {
        if (!organization.matches("[A-Za-z0-9][A-Za-z0-9-]*")) {
            throw new UserError("--org is '" + organization + "', which is not the name of an organization.");
        }
        return new SmokeRepositories(
                new GitHubApi(GitHubSettings.api(url), "the organization " + organization, token, clock, Pauses.real()),
                organization);
    }

    /** What became of a repository. */
    public enum Outcome {
        KEPT,
        LEFT_ALONE,
        WOULD_DELETE,
        DELETED,
        REFUSED;

        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * One repository.
     *
     * @param reason why it was refused or left alone, with a space and a dash before it; else empty
     */
    public record Row(String name, Outcome outcome, String reason) {}

    /**
     * Lists every repository whose whole name is a smoke name, and deletes all but one. Forks and archived ones are left
     * alone: a smoke run makes neither.
     *
     * @param keep the name of the one that stays; it must exist when there is something to delete
     * @param apply whether to delete
     */
    public List<Row> tidy(String keep, boolean apply) {
        Map<String, JsonNode> found = new TreeMap<>();
        api.pages("/orgs/" + organization + "/repos?per_page=100", "").stream()
                .filter(this::isOurs)
                .forEach(repository -> found.put(repository.path("name").asText(), repository));
        boolean kept = found.keySet().stream().anyMatch(keep::equalsIgnoreCase);
        if (!kept && (apply || !found.isEmpty())) {
            throw new UserError("--keep is '" + keep + "', which is none of the smoke repositories of " + organization
                    + " (" + String.join(", ", found.keySet()) + "); nothing was deleted.");
        }
        List<Row> rows = new ArrayList<>();
        found.forEach((name, repository) -> rows.add(
                name.equalsIgnoreCase(keep) ? new Row(name, Outcome.KEPT, "") : other(name, repository, apply)));
        return rows;
    }

    private boolean isOurs(JsonNode repository) {
        return repository.path("owner").path("login").asText().equalsIgnoreCase(organization)
                && repository.path("name").asText().matches(PATTERN);
    }

    private Row other(String name, JsonNode repository, boolean apply) {
        for (String kind : List.of("fork", "archived")) {
            if (repository.path(kind).asBoolean(false)) {
                return new Row(name, Outcome.LEFT_ALONE, " - it is " + (kind.equals("fork") ? "a fork" : "archived"));
            }
        }
        if (apply) {
            return delete(name, repository);
        }
        boolean may = repository.path("permissions").path("admin").asBoolean(true);
        return new Row(name, Outcome.WOULD_DELETE, may ? "" : " - but the token is not allowed to");
    }

    /** Looks first whether it still is the one that was listed, because a name can be given to another repository. */
    private Row delete(String name, JsonNode listed) {
        String path = "/repos/" + organization + "/" + name;
        try {
            JsonNode now = api.get(path);
            boolean same = now.path("id").equals(listed.path("id"))
                    && now.path("full_name")
                            .asText(organization + "/" + name)
                            .equalsIgnoreCase(organization + "/" + name)
                    && !now.path("fork").asBoolean(false)
                    && !now.path("archived").asBoolean(false);
            if (!same) {
                return new Row(name, Outcome.LEFT_ALONE, " - it was moved, renamed or replaced since it was listed");
            }
            api.delete(path);
            return new Row(name, Outcome.DELETED, "");
        } catch (GitHubFault e) {
            return e.status() == 404
                    ? new Row(name, Outcome.LEFT_ALONE, " - it is not there any more")
                    : new Row(name, Outcome.REFUSED, " - " + e.getMessage());
        }
    }
}
