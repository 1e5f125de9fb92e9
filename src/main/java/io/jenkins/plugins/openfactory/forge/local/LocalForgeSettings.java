package io.jenkins.plugins.openfactory.forge.local;

import io.jenkins.plugins.openfactory.exec.Limits;
import io.jenkins.plugins.openfactory.git.Git;
import io.jenkins.plugins.openfactory.id.Sha256;
import java.nio.file.Path;
import java.util.List;

/**
 * What a local forge serves.
 *
 * @param folder where the forge keeps its repositories and logs, {@code FactoryHome.forge()}
 * @param workspaces where the working trees of checks are made, and deleted again
 * @param source the repository and branch that pull requests are for, with the commit that the run starts from
 * @param checks what is run on a pull request's head
 * @param required the names of the checks that must succeed; one without a definition is never created
 * @param runId and {@code traceId}: in whose name commands are audited
 * @param limits of each command; the wall clock is that of a whole check
 */
public record LocalForgeSettings(
        Path folder,
        Path workspaces,
        Git.Source source,
        List<CheckDefinition> checks,
        List<String> required,
        String runId,
        String traceId,
        Limits limits) {
    public LocalForgeSettings {
        folder = folder.toAbsolutePath();
        workspaces = workspaces.toAbsolutePath();
        checks = List.copyOf(checks);
        required = List.copyOf(required);
        if (checks.stream().map(CheckDefinition::name).distinct().count() != checks.size()) {
            throw new IllegalArgumentException("two checks have the same name: "
                    + checks.stream().map(CheckDefinition::name).toList());
        }
    }

    /** The repository's name on the forge: the source's own name and eight digits of its address' hash. */
    String repository() {
        String[] parts = source.repository().replaceAll("/+(\\.git)?/*$", "").split("/");
        String name = parts[parts.length - 1].replaceFirst("\\.git$", "").replaceAll("[^A-Za-z0-9._-]", "-");
        String plain = name.isEmpty() || name.startsWith(".") ? "repository" : name;
        return plain.substring(0, Math.min(100, plain.length())) + "-"
                + Sha256.hex(source.repository()).substring(0, 8);
    }
}
