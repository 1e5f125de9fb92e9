package io.jenkins.plugins.openfactory.forge.local;

import java.util.List;

/**
 * A check that the local forge runs on every commit pushed for a pull request.
 *
 * @param name as required checks name it, for instance {@code tests}
 * @param commands argument lists that run one after the other in a fresh working tree; the first that fails ends it
 */
public record CheckDefinition(String name, List<List<String>> commands) {
    public CheckDefinition {
        if (name.isBlank() || commands.isEmpty() || commands.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException("the check '" + name + "' needs a name and commands that are not empty");
        }
        commands = commands.stream().map(List::copyOf).toList();
    }
}
