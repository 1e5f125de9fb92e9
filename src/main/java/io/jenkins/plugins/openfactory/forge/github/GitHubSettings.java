package io.jenkins.plugins.openfactory.forge.github;

import io.jenkins.plugins.openfactory.run.UserError;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Which repository on which GitHub.
 *
 * @param api the API's base URL without a slash at the end: {@code https://api.github.com}, or
 *     {@code https://HOST/api/v3} of an Enterprise server
 * @param token a personal or installation token; asked for at each request and never kept
 */
public record GitHubSettings(URI api, String owner, String name, Supplier<String> token) {
    private static final String PUBLIC = "https://api.github.com";
    private static final Pattern REPOSITORY = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_-]*)/([A-Za-z0-9._-]+)");

    /**
     * Settings from what a user gave.
     *
     * @param url the API's base URL; empty for github.com
     * @param repository {@code OWNER/NAME}
     * @throws UserError where either is not usable
     */
    public static GitHubSettings of(Optional<String> url, String repository, Supplier<String> token) {
        var parts = REPOSITORY.matcher(repository);
        if (!parts.matches() || parts.group(2).matches("\\.\\.?")) {
            throw new UserError("The forge's repository is '" + repository + "', which is not OWNER/NAME.");
        }
        return new GitHubSettings(api(url), parts.group(1), parts.group(2), token);
    }

    /** The base URL as it is used. */
    static URI api(Optional<String> url) {
        String given = url.orElse(PUBLIC).replaceAll("/+$", "");
        URI api;
        try {
            api = URI.create(given);
        } catch (IllegalArgumentException e) {
            throw new UserError("The forge's URL is '" + given + "', which is not a URL.", e);
        }
        boolean https = "https".equalsIgnoreCase(api.getScheme());
        boolean http = "http".equalsIgnoreCase(api.getScheme());
        if (api.getHost() == null || !(https || http) || api.getUserInfo() != null || api.getQuery() != null) {
            throw new UserError("The forge's URL is '" + given.replaceAll("//[^/@]*@", "//***@")
                    + "', which is not the base URL of a GitHub API such as https://HOST/api/v3.");
        }
        if (http && !near(api.getHost())) {
            throw new UserError(
                    "The forge's URL is '" + given + "', which would show the token to the network; use https.");
        }
        return api;
    }

    private static boolean near(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isLoopbackAddress() || address.isSiteLocalAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    String repository() {
        return owner + "/" + name;
    }

    /** The path of the repository in the API. */
    String path() {
        return "/repos/" + owner + "/" + name;
    }

    /**
     * Where git reaches the repository: what GitHub says, as long as that is GitHub's own host, so that the token is
     * never sent elsewhere.
     */
    String cloneUrl(Optional<String> said) {
        String own = api.toString()
                        .replaceFirst("/api/v3$", "")
                        .replaceFirst("^https://api\\.(github\\.com|[^/]+\\.ghe\\.com)$", "https://$1")
                + "/" + repository() + ".git";
        URI ours = URI.create(own);
        return said.filter(url -> sameHost(ours, url)).orElse(own);
    }

    private static boolean sameHost(URI ours, String url) {
        try {
            URI theirs = URI.create(url);
            return ours.getHost().equalsIgnoreCase(theirs.getHost())
                    && ours.getScheme().equalsIgnoreCase(theirs.getScheme())
                    && theirs.getUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Where people see the repository. */
    public String address() {
        return cloneUrl(Optional.empty()).replaceFirst("\\.git$", "");
    }

    /** Where people see something of the repository that has a number. */
    String page(String kind, long number) {
        return address() + "/" + kind + "/" + number;
    }
}
