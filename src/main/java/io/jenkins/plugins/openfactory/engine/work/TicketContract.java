package io.jenkins.plugins.openfactory.engine.work;

import io.jenkins.plugins.openfactory.edit.EditScope;
import io.jenkins.plugins.openfactory.engine.StageContext;
import io.jenkins.plugins.openfactory.journal.GitDoor;
import io.jenkins.plugins.openfactory.journal.Scope;
import io.jenkins.plugins.openfactory.ticket.Ticket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a ticket's commands are held to. Immutable.
 *
 * <p>A command runs only by the rules that the ticket names, within its time. It may create files anywhere in the working
 * tree, because builds do, and change the tracked files that the ticket declares. Of the other tracked files up to {@link
 * #MOST_FROZEN} are mounted read-only, those first that steer builds and tests; after each command all of them are
 * compared with the commit, and a difference ends the ticket's verification.
 *
 * @param rules names of rules of the command policy
 * @param wallClock of each command
 * @param files what may be touched
 */
public record TicketContract(Set<String> rules, Duration wallClock, EditScope files) {
    /** A mount costs about half a millisecond at each start of a command. */
    public static final int MOST_FROZEN = 64;

    private static final Pattern STEERING = Pattern.compile(
            "(?:.*/)?(?:[Mm]akefile|GNUmakefile|.*\\.mk|pom\\.xml|.*\\.gradle(?:\\.kts)?"
                    + "|gradle\\.properties|package(?:-lock)?\\.json|.*config\\.[cm]?[jt]s|tsconfig.*\\.json|pyproject\\.toml|setup\\.(?:py|cfg)"
                    + "|tox\\.ini|pytest\\.ini|conftest\\.py|requirements.*\\.txt|go\\.(?:mod|sum|work)|Cargo\\.(?:toml|lock)|build\\.rs"
                    + "|CMakeLists\\.txt|.*\\.cmake|.*\\.(?:csproj|sln|props|targets)|\\.openfactory\\.yml|\\.gitattributes|\\.gitignore|.*\\.sh)");

    /** The contract of a ticket in a run. */
    public static TicketContract of(StageContext context, Ticket ticket) {
        int seconds = ticket.limits()
                .wallClockSeconds()
                .map(own -> Math.min(own, context.config().commandSeconds()))
                .orElse(context.config().commandSeconds());
        return new TicketContract(
                Set.copyOf(ticket.commands()), Duration.ofSeconds(seconds), TicketScopes.of(List.of(ticket)));
    }

    /** Commands to be verified under it. */
    public Verifier.Job job(String name, String commit, Path workspace, List<List<String>> commands, String logs) {
        return new Verifier.Job(
                name, commit, workspace, commands, "model", Optional.of(rules), wallClock, logs, Optional.of(this));
    }

    /** The tracked files that are mounted read-only. */
    Set<String> frozen(List<String> tracked) {
        return tracked.stream()
                .filter(path -> !files.allows(EditScope.Kind.MODIFY, path))
                .sorted(Comparator.comparing(TicketContract::importance).thenComparing(Comparator.naturalOrder()))
                .limit(MOST_FROZEN)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static int importance(String path) {
        return STEERING.matcher(path).matches() ? 0 : TestFiles.isTest(path) ? 1 : 2;
    }

    /** Tracked files outside the contract that a command changed. What commands create is never committed. */
    List<String> breaches(StageContext context, Scope scope, String name, Path workspace, String commit) {
        return context.doors().git().touched(scope, name, workspace, commit).stream()
                .filter(touched -> !touched.kind().equals("create"))
                .map(GitDoor.Touched::path)
                .filter(path -> !files.allows(EditScope.Kind.MODIFY, path))
                .toList();
    }
}
