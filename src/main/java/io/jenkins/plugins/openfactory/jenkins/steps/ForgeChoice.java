package io.jenkins.plugins.openfactory.jenkins.steps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.forge.github.GitHubSettings;
import io.jenkins.plugins.openfactory.jenkins.config.BranchSource;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which repository a step means, and which forge. All of the forge is said, so that a repository's own settings can't send
 * a token elsewhere. Immutable.
 *
 * @param repository an address, or a path on the controller; empty where nothing names one
 * @param credentialsId empty for the local forge
 * @param url of the API; empty for github.com
 */
record ForgeChoice(String repository, String credentialsId, String url) {
    private static final Pattern ADDRESS = Pattern.compile("https?://[^/]+/([^/]+/[^/]+?)(?:\\.git)?/?");

    /** What was given, and where that leaves it open, the source that the job was made for. */
    ForgeChoice orElse(Optional<BranchSource> source) {
        return source.map(this::orElse).orElse(this);
    }

    private ForgeChoice orElse(BranchSource source) {
        String own = settings(source.repository(), source.api()).address();
        if (!repository.isEmpty() && !plain(repository).equalsIgnoreCase(own)) {
            return this;
        }
        return new ForgeChoice(
                repository.isEmpty() ? own : repository,
                credentialsId.isEmpty() ? source.credentialsId() : credentialsId,
                url.isEmpty() ? source.api() : url);
    }

    private static String plain(String address) {
        return address.replaceFirst("/$", "").replaceFirst("\\.git$", "");
    }

    /**
     * The forge's part of a run's settings: GitHub with a credential, else the local one.
     *
     * @throws UserError where the address of a GitHub repository does not say owner and name, or is not on that GitHub
     */
    ObjectNode settings() {
        ObjectNode forge = Json.object();
        if (credentialsId.isEmpty()) {
            return forge.put("kind", "local").putNull("url").putNull("repo").putNull("tokenFile");
        }
        Matcher parts = ADDRESS.matcher(repository);
        if (!parts.matches()) {
            throw new UserError("repository is '" + repository
                    + "', and GitHub needs owner and name: give https://github.com/OWNER/NAME, or take credentialsId"
                    + " out to use the local forge.");
        }
        String there = host(settings(parts.group(1), url).address());
        if (!there.equalsIgnoreCase(host(repository))) {
            throw new UserError("repository is '" + repository + "', and the GitHub that is asked for it is " + there
                    + "; " + mend(host(repository)) + ".");
        }
        forge.put("kind", "github").put("repo", parts.group(1)).put("tokenFile", credentialsId);
        return url.isEmpty() ? forge.putNull("url") : forge.put("url", url);
    }

    private static GitHubSettings settings(String repository, String url) {
        return GitHubSettings.of(Optional.of(url).filter(given -> !given.isEmpty()), repository, () -> "");
    }

    private static String mend(String host) {
        return switch (host) {
            case "github.com" -> "leave forgeUrl out";
            default ->
                "give forgeUrl: 'https://" + (host.endsWith(".ghe.com") ? "api." + host : host + "/api/v3") + "'";
        };
    }

    private static String host(String address) {
        try {
            return String.valueOf(URI.create(address).getHost());
        } catch (IllegalArgumentException e) {
            throw new UserError("repository is '" + address + "', which is no address.", e);
        }
    }
}
