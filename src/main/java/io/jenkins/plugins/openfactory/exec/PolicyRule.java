package io.jenkins.plugins.openfactory.exec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One rule of the command policy: a program and every form in which it may be run.
 *
 * @param name what tickets and messages call it
 * @param program the word that {@code argv} starts with
 * @param aliases other words that {@code argv} may start with; the same program runs
 * @param path the program's absolute path; empty means that it is looked up in the trusted folders
 * @param sha256 the only allowed hash of the program; empty means the one found when the policy was loaded
 * @param summary one sentence on what it is for
 * @param grammar the arguments without a subcommand
 * @param bare whether the program may be run without one of {@code subcommands}
 * @param prefix arguments that the runner itself puts after the program
 * @param folders further absolute folders that the program reads, seen read-only in the sandbox
 * @param environment variables in addition to the policy's own
 */
public record PolicyRule(
        String name,
        String program,
        List<String> aliases,
        Optional<String> path,
        Optional<String> sha256,
        Kind kind,
        String summary,
        Grammar grammar,
        boolean bare,
        List<Subcommand> subcommands,
        List<String> prefix,
        List<String> folders,
        Map<String, String> environment,
        Limits limits,
        Network network) {
    /**
     * Whether the command only reads the workspace, runs code of the repository and writes there, or fetches what builds
     * need.
     */
    public enum Kind {
        READ,
        BUILD,
        /** Like a build, with a network; only for the {@code prepare} commands of a repository's protected branch. */
        PREPARE
    }

    /** What of the network the command sees: its own loopback, or the machine's network. */
    public enum Network {
        LOOPBACK,
        HOST
    }

    /** Words after the program that choose a grammar of their own, for instance {@code diff} or {@code -m pytest}. */
    record Subcommand(List<String> words, Grammar grammar) {}
}
