package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.PolicyRule;
import io.jenkins.plugins.openfactory.exec.local.Binaries.Binary;
import io.jenkins.plugins.openfactory.exec.sandbox.LaunchedSystem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The programs of another system, found and pinned by a script of ours there. Whether one changed since is looked at
 * again where it is started. Immutable, safe for any thread.
 */
final class LaunchedPrograms implements Programs {
    private final Map<String, Binary> found = new HashMap<>();
    private final boolean open;

    LaunchedPrograms(LaunchedSystem system, List<PolicyRule> rules, String trial) {
        List<String> arguments = new ArrayList<>(List.of(trial));
        for (PolicyRule rule : rules) {
            arguments.add(rule.name());
            arguments.add(Binaries.candidates(rule, system.javaHome()).stream()
                    .map(Path::toString)
                    .collect(Collectors.joining(":")));
        }
        Map<String, String[]> answers = new HashMap<>();
        List<String> said = system.ask("programs.sh", arguments);
        said.stream()
                .map(line -> line.split("\t"))
                .filter(words -> words.length > 3)
                .forEach(words -> answers.put(words[1], words));
        this.open = said.contains("open");
        rules.forEach(rule -> found.put(rule.name(), binary(rule, answers.get(rule.name()), system)));
    }

    private static Binary binary(PolicyRule rule, String[] answer, LaunchedSystem system) {
        if (answer == null) {
            return new Binary.Unavailable("the program '" + rule.program()
                    + "' is not installed in the step's container; install it there to use this rule");
        }
        if (answer[0].equals("weak")) {
            return new Binary.Unavailable("the program '" + answer[2] + "' is not trusted because user "
                    + system.user().name() + " of the step's container can change '" + answer[3]
                    + "'; take that permission away");
        }
        String sha256 = answer[4];
        if (rule.sha256().isPresent() && !rule.sha256().get().equals(sha256)) {
            return Binaries.otherHash(Path.of(answer[3]), sha256);
        }
        return Binaries.present(Path.of(answer[2]), Path.of(answer[3]), sha256);
    }

    /** Whether the user that commands run under may work in a workspace there. */
    boolean open() {
        return open;
    }

    /** The programs by the path that they are executed by, with their SHA-256. */
    Map<String, String> pinned() {
        Map<String, String> pinned = new HashMap<>();
        found.values().forEach(binary -> {
            if (binary instanceof Binary.Present present) {
                pinned.put(present.execute().toString(), present.sha256());
            }
        });
        return pinned;
    }

    @Override
    public Set<String> available() {
        return Binaries.present(found);
    }

    @Override
    public Binary current(PolicyRule rule) {
        return found.get(rule.name());
    }
}
