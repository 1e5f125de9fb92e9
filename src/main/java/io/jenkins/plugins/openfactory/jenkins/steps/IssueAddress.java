package io.jenkins.plugins.openfactory.jenkins.steps;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.openfactory.forge.github.GitHubSettings;
import io.jenkins.plugins.openfactory.run.UserError;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which issue a step means. Immutable.
 *
 * @param repository {@code OWNER/NAME}
 */
record IssueAddress(String repository, long number) {
    private static final Pattern NUMBER = Pattern.compile("#?([1-9]\\d{0,17})");
    private static final Pattern ADDRESS =
            Pattern.compile("(https?://[^/?#]+)/([^/?#]+/[^/?#]+)/issues/([1-9]\\d{0,17})/?(?:[?#].*)?");

    /** Whether a text can be meant as an issue. */
    static boolean isOne(String given) {
        return NUMBER.matcher(given).matches() || ADDRESS.matcher(given).matches();
    }

    /**
     * The issue on the run's forge.
     *
     * @param given a number, or an address of that forge, also of another of its repositories
     * @param forge the forge's part of the run's settings
     * @throws UserError where that is no issue, or the forge has none
     */
    static IssueAddress of(String given, JsonNode forge) {
        if (!isOne(given)) {
            throw new UserError("issue is '" + given
                    + "'; give its number, or its address such as https://github.com/OWNER/NAME/issues/17.");
        }
        if (!forge.path("kind").asText().equals("github")) {
            throw new UserError("issue is '" + given + "', and the local forge has no issues; give repository:"
                    + " 'https://github.com/OWNER/NAME' with credentialsId, or the request itself.");
        }
        String repository = forge.path("repo").asText();
        Matcher number = NUMBER.matcher(given);
        if (number.matches()) {
            return new IssueAddress(repository, Long.parseLong(number.group(1)));
        }
        Matcher address = ADDRESS.matcher(given);
        if (!address.matches()) {
            throw new IllegalStateException(given);
        }
        String own = GitHubSettings.of(Optional.ofNullable(forge.path("url").textValue()), address.group(2), () -> "")
                .address();
        if (!own.equalsIgnoreCase(address.group(1) + "/" + address.group(2))) {
            throw new UserError("issue is '" + given + "', which is not on the GitHub of the repository, "
                    + own.substring(0, own.length() - address.group(2).length() - 1) + "; give one of that.");
        }
        return new IssueAddress(address.group(2), Long.parseLong(address.group(3)));
    }
}
