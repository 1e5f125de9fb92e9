package io.jenkins.plugins.openfactory.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.json.Json;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the pull request goes; only what was given is put into the settings. */
final class ForgeOptions {
    @Option(names = "--forge", paramLabel = "KIND", description = "local or github. Default: local.")
    private String kind;

    @Option(names = "--forge-url", paramLabel = "URL", description = "API base URL of a GitHub Enterprise server.")
    private String url;

    @Option(names = "--forge-repo", paramLabel = "OWNER/NAME", description = "The repository on the forge.")
    private String repo;

    @Option(
            names = "--forge-token-file",
            paramLabel = "FILE",
            description = "File that holds the token; nobody else may be able to read it.")
    private Path tokenFile;

    @Option(
            names = "--required-check",
            paramLabel = "NAME",
            description = "A check that must succeed; repeat for several. Default: tests.")
    private List<String> requiredChecks = List.of();

    void addTo(ObjectNode settings) {
        ObjectNode forge = Json.object();
        if (kind != null) {
            forge.put("kind", kind);
        }
        if (url != null) {
            forge.put("url", url);
        }
        if (repo != null) {
            forge.put("repo", repo);
        }
        if (tokenFile != null) {
            forge.put("tokenFile", Files.existing("--forge-token-file", tokenFile));
        }
        if (!forge.isEmpty()) {
            settings.set("forge", forge);
        }
        if (!requiredChecks.isEmpty()) {
            requiredChecks.forEach(settings.putArray("requiredChecks")::add);
        }
    }
}
