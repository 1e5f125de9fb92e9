package io.jenkins.plugins.openfactory.exec;

import io.jenkins.plugins.openfactory.exec.Decision.Argument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads options from an argument list by one grammar: exact spelling, typed values, no abbreviations. One scan of one
 * list; not safe for threads.
 */
final class OptionScan {
    private static final Pattern NUMBER = Pattern.compile("-[0-9]{1,9}");

    private final String rule;
    private final Grammar grammar;
    private final Confinement paths;
    private final List<String> argv;
    private final Set<String> present = new HashSet<>();
    private final List<Argument> read = new ArrayList<>();
    private Optional<Mismatch> mismatch = Optional.empty();
    private boolean ended;

    OptionScan(String rule, Grammar grammar, Confinement paths, List<String> argv) {
        this.rule = rule;
        this.grammar = grammar;
        this.paths = paths;
        this.argv = argv;
    }

    /** The options that were read so far, by exact name. */
    Set<String> present() {
        return present;
    }

    /** Whether an option was read after which everything is an operand. */
    boolean ended() {
        return ended;
    }

    /** The arguments of the last option read. */
    List<Argument> read() {
        return read;
    }

    /** Why the last call of {@link #next} failed; empty if it only found no option. */
    Optional<Mismatch> mismatch() {
        return mismatch;
    }

    /** Whether the word can only be meant as an option. */
    static boolean looksLikeOption(String word) {
        return word.startsWith("-") && word.length() > 1;
    }

    /** The index after the option at {@code index}; -1 if there is no allowed option there. */
    int next(int index) {
        read.clear();
        String word = argv.get(index);
        if (grammar.flags().contains(word)) {
            present.add(word);
            read.add(Argument.plain(word));
            return optional(word, index);
        }
        if (grammar.numeric() && NUMBER.matcher(word).matches()) {
            read.add(Argument.plain(word));
            return index + 1;
        }
        OptionSpec exact = grammar.options().get(word);
        if (exact != null && exact.forms().contains(OptionSpec.Form.SEPARATE)) {
            present.add(word);
            read.add(Argument.plain(word));
            return separate(exact, index);
        }
        return joined(word, index);
    }

    /** The index after an option that may stand alone or take the next argument, where that fits, as its value. */
    private int optional(String word, int index) {
        OptionSpec option = grammar.options().get(word);
        boolean takes = option != null
                && option.forms().contains(OptionSpec.Form.SEPARATE)
                && index + 1 < argv.size()
                && ValueCheck.refuse(option.values().get(0), argv.get(index + 1), paths)
                        .isEmpty();
        return takes ? separate(option, index) : index + 1;
    }

    private int joined(String word, int index) {
        int equals = word.indexOf('=');
        OptionSpec named = equals < 0 ? null : grammar.options().get(word.substring(0, equals));
        if (named != null && named.forms().contains(OptionSpec.Form.EQUALS)) {
            return attached(named, word, equals + 1, index);
        }
        OptionSpec longest = grammar.options().values().stream()
                .filter(option -> option.forms().contains(OptionSpec.Form.ATTACHED))
                .filter(option -> word.startsWith(option.name())
                        && word.length() > option.name().length())
                .max(java.util.Comparator.comparingInt(option -> option.name().length()))
                .orElse(null);
        if (longest != null) {
            return attached(longest, word, longest.name().length(), index);
        }
        boolean cluster = grammar.bundle() && word.length() > 2 && word.charAt(0) == '-' && word.charAt(1) != '-';
        return cluster ? bundle(word, index) : unknown(word, index);
    }

    private int bundle(String word, int index) {
        for (int i = 1; i < word.length(); i++) {
            String letter = "-" + word.charAt(i);
            if (grammar.flags().contains(letter)) {
                present.add(letter);
                continue;
            }
            OptionSpec option = grammar.options().get(letter);
            if (option == null) {
                return unknown(letter, index);
            }
            boolean last = i == word.length() - 1;
            if (last && option.forms().contains(OptionSpec.Form.SEPARATE)) {
                present.add(letter);
                read.add(Argument.plain(word));
                return separate(option, index);
            }
            return !last && option.forms().contains(OptionSpec.Form.ATTACHED)
                    ? attached(option, word, i + 1, index)
                    : unknown(letter, index);
        }
        read.add(Argument.plain(word));
        return index + 1;
    }

    private int attached(OptionSpec option, String word, int from, int index) {
        ValueSpec spec = option.values().get(0);
        present.add(option.name());
        ended |= option.last();
        if (refused(option, spec, word.substring(from), index)) {
            return -1;
        }
        read.add(argument(spec, word, from));
        return index + 1;
    }

    private int separate(OptionSpec option, int index) {
        int at = index + 1;
        ended |= option.last();
        for (ValueSpec spec : option.values()) {
            if (at >= argv.size()) {
                mismatch = Optional.of(new Mismatch(
                        at, "OPTION", "option '" + option.name() + "' needs " + spec.describe() + " after it"));
                return -1;
            }
            if (refused(option, spec, argv.get(at), at)) {
                return -1;
            }
            read.add(argument(spec, argv.get(at), 0));
            at++;
        }
        return at;
    }

    private boolean refused(OptionSpec option, ValueSpec spec, String value, int index) {
        Optional<String[]> bad = ValueCheck.refuse(spec, value, paths);
        mismatch = bad.map(why -> new Mismatch(
                index,
                why[0].equals("OPERAND") ? "OPTION" : why[0],
                "the value '" + value + "' of option '" + option.name() + "' " + why[1]));
        return bad.isPresent();
    }

    private int unknown(String word, int index) {
        if (looksLikeOption(word)) {
            Set<String> known = new HashSet<>(grammar.flags());
            known.addAll(grammar.options().keySet());
            String allowed = known.isEmpty()
                    ? "it allows no options here"
                    : "allowed are " + String.join(", ", Nearest.of(word, known, 5)) + (known.size() > 5 ? " …" : "");
            mismatch = Optional.of(
                    new Mismatch(index, "OPTION", "option '" + word + "' is not in rule " + rule + "; " + allowed));
        } else {
            mismatch = Optional.empty();
        }
        return -1;
    }

    static Argument argument(ValueSpec spec, String text, int from) {
        return switch (spec.type()) {
            case PATH -> new Argument(text, from, false);
            case PATH_LIST -> new Argument(text, from, true);
            default -> Argument.plain(text);
        };
    }
}
