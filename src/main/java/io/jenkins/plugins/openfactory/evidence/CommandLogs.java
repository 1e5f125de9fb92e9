package io.jenkins.plugins.openfactory.evidence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the artifact that holds a command's output. The stages name it after the ticket, the job and the command's
 * place; where a job of that name was run again, the artifact is that of the last run.
 */
public final class CommandLogs {
    private CommandLogs() {}

    /**
     * The same commands, each with its artifact where that is still its own.
     *
     * @param slugs the tickets' file names by their ids
     * @param artifacts the paths of every artifact
     */
    public static List<CommandEvidence> assign(
            List<CommandEvidence> commands, Map<String, String> slugs, Set<String> artifacts) {
        Map<String, CommandEvidence> last = new HashMap<>();
        commands.forEach(command -> path(command, slugs).ifPresent(path -> last.put(path, command)));
        return commands.stream()
                .map(command -> command.withLog(path(command, slugs)
                        .filter(path -> last.get(path) == command)
                        .filter(artifacts::contains)))
                .toList();
    }

    private static Optional<String> path(CommandEvidence command, Map<String, String> slugs) {
        String file = command.job() + "-" + command.number() + ".log";
        Optional<String> slug = command.ticketId().map(slugs::get);
        return switch (command.stage()) {
            case IMPLEMENT_LOOP -> slug.map(name -> "TICKETS/" + name + "/logs/" + file);
            case INTEGRATION ->
                Optional.of("INTEGRATION/" + slug.map(name -> name + "/").orElse("") + file);
            case PR_CI_GATE -> Optional.of("CI_EVIDENCE/logs/" + file);
            default -> Optional.empty();
        };
    }
}
