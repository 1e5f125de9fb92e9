package io.jenkins.plugins.openfactory.forge.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.run.UserError;
import io.jenkins.plugins.openfactory.run.WorldFault;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
     * @param reason why it was refused, with a space and a dash before it; else empty
     */
    public record Row(String name, Outcome outcome, String reason) {}

    /**
     * Lists every repository whose whole name is a smoke name, and deletes all but one.
     *
     * @param keep the name of the one that stays; it must exist when something is to be deleted
     * @param apply whether to delete
     */
    public List<Row> tidy(String keep, boolean apply) {
        List<String> names = api.pages("/orgs/" + organization + "/repos?per_page=100", "").stream()
                .map(repository -> mine(repository))
                .flatMap(Optional::stream)
                .sorted()
                .toList();
        if (apply && names.stream().noneMatch(keep::equalsIgnoreCase)) {
            throw new UserError("--keep is '" + keep + "', which is none of the smoke repositories of " + organization
                    + " (" + String.join(", ", names) + "); nothing was deleted.");
        }
        List<Row> rows = new ArrayList<>();
        for (String name : names) {
            if (name.equalsIgnoreCase(keep)) {
                rows.add(new Row(name, Outcome.KEPT, ""));
            } else {
                rows.add(apply ? delete(name) : new Row(name, Outcome.WOULD_DELETE, ""));
            }
        }
        return rows;
    }

    private Optional<String> mine(JsonNode repository) {
        String name = repository.path("name").asText();
        boolean ours = repository.path("owner").path("login").asText().equalsIgnoreCase(organization);
        return ours && name.matches(PATTERN) ? Optional.of(name) : Optional.empty();
    }

    private Row delete(String name) {
        try {
            api.delete("/repos/" + organization + "/" + name);
            return new Row(name, Outcome.DELETED, "");
        } catch (WorldFault e) {
            return new Row(name, Outcome.REFUSED, " - " + e.getMessage());
        }
    }
}
