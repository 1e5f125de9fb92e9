package io.jenkins.plugins.openfactory.jenkins.steps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import io.jenkins.plugins.openfactory.run.UserError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which forge a step means. All of it is said, so that a repository's own settings can't send a token elsewhere. */
final class ForgeChoice {
    private static final Pattern ADDRESS = Pattern.compile("https?://[^/]+/([^/]+/[^/]+?)(?:\\.git)?/?");

    private ForgeChoice() {}

    /**
     * The forge's part of a run's settings: GitHub with a credential, else the local one.
     *
     * @param repository the address of the repository
     * @param credentialsId empty for the local forge
     * @param url of the API; empty for github.com
     * @throws UserError where the address of a GitHub repository does not say owner and name
     */
    static ObjectNode settings(String repository, String credentialsId, String url) {
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
        forge.put("kind", "github").put("repo", parts.group(1)).put("tokenFile", credentialsId);
        return url.isEmpty() ? forge.putNull("url") : forge.put("url", url);
    }
}
