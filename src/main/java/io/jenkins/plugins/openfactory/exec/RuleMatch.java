package io.jenkins.plugins.openfactory.exec;

import io.jenkins.plugins.openfactory.exec.Decision.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds one argument list against one rule. One use each; not safe for threads. */
final class RuleMatch {
    private static final int SHOWN = 12;

    private final PolicyRule rule;
    private final List<String> argv;
    private final Confinement paths;
    private final List<Argument> arguments = new ArrayList<>();
    private final List<Integer> operands = new ArrayList<>();
    private final List<Integer> operandPlaces = new ArrayList<>();
    private final List<Integer> later = new ArrayList<>();
    private final List<Integer> laterPlaces = new ArrayList<>();
    private boolean dashes;

    RuleMatch(PolicyRule rule, List<String> argv, Confinement paths) {
        this.rule = rule;
        this.argv = argv;
        this.paths = paths;
    }

    /** The arguments after the program, once {@link #run} found no mismatch. */
    List<Argument> arguments() {
        return arguments;
    }

    /** The first difference; empty if the rule allows the list. */
    Optional<Mismatch> run() {
        OptionScan global = new OptionScan(rule.name(), rule.grammar(), paths, argv);
        int at = 1;
        while (at < argv.size() && !rule.subcommands().isEmpty()) {
            Optional<PolicyRule.Subcommand> chosen = subcommand(at);
            if (chosen.isPresent()) {
                chosen.get().words().forEach(word -> arguments.add(Argument.plain(word)));
                return scan(chosen.get().grammar(), at + chosen.get().words().size());
            }
            int next = global.next(at);
            if (next < 0) {
                break;
            }
            arguments.addAll(global.read());
            at = next;
        }
        if (!rule.bare()) {
            return Optional.of(noSubcommand(at, global));
        }
        arguments.clear();
        return scan(rule.grammar(), 1);
    }

    private Optional<PolicyRule.Subcommand> subcommand(int at) {
        return rule.subcommands().stream()
                .filter(sub -> at + sub.words().size() <= argv.size()
                        && argv.subList(at, at + sub.words().size()).equals(sub.words()))
                .max(java.util.Comparator.comparingInt(sub -> sub.words().size()));
    }

    private Mismatch noSubcommand(int at, OptionScan global) {
        List<String> known = rule.subcommands().stream()
                .map(sub -> String.join(" ", sub.words()))
                .toList();
        String wanted = at < argv.size() ? argv.get(at) : "";
        List<String> nearest = Nearest.of(wanted, known, SHOWN);
        String allowed = "rule " + rule.name() + " allows " + rule.program() + " with " + String.join(", ", nearest)
                + (known.size() > SHOWN ? " and " + (known.size() - SHOWN) + " others" : "");
        if (at >= argv.size()) {
            return new Mismatch(at, "OPERAND", "a subcommand is missing; " + allowed);
        }
        if (OptionScan.looksLikeOption(argv.get(at)) && global.mismatch().isPresent()) {
            return global.mismatch().get();
        }
        return new Mismatch(at, "OPERAND", "subcommand '" + argv.get(at) + "' is not allowed; " + allowed);
    }

    private Optional<Mismatch> scan(Grammar grammar, int from) {
        OptionScan options = new OptionScan(rule.name(), grammar, paths, argv);
        int at = from;
        while (at < argv.size()) {
            String word = argv.get(at);
            if (!dashes
                    && word.equals("--")
                    && (grammar.doubleDash() || !grammar.afterDashes().isEmpty())) {
                dashes = true;
                arguments.add(Argument.plain(word));
                at++;
                continue;
            }
            boolean open = !dashes && !options.ended() && !(grammar.optionsFirst() && !operands.isEmpty());
            int next = open ? options.next(at) : -1;
            if (next >= 0) {
                arguments.addAll(options.read());
                at = next;
            } else if (open && options.mismatch().isPresent()) {
                return options.mismatch();
            } else {
                operand(grammar, at++);
            }
        }
        return finish(grammar, options);
    }

    private void operand(Grammar grammar, int at) {
        boolean second = dashes && !grammar.afterDashes().isEmpty();
        (second ? later : operands).add(at);
        (second ? laterPlaces : operandPlaces).add(arguments.size());
        arguments.add(Argument.plain(argv.get(at)));
    }

    private Optional<Mismatch> finish(Grammar grammar, OptionScan options) {
        Optional<Mismatch> bad = new OperandMatch(rule, options.present(), paths, argv, arguments, false)
                .assign(grammar.operands(), operands, operandPlaces);
        if (bad.isEmpty()) {
            bad = new OperandMatch(rule, options.present(), paths, argv, arguments, true)
                    .assign(grammar.afterDashes(), later, laterPlaces);
        }
        if (bad.isPresent()) {
            return bad;
        }
        for (String required : grammar.required()) {
            if (!options.present().contains(required)) {
                return Optional.of(new Mismatch(
                        argv.size(), "OPTION", "rule " + rule.name() + " needs the option '" + required + "'"));
            }
        }
        separateOperands(grammar);
        return Optional.empty();
    }

    /** Puts {@code --} before the operands where the program takes it and no option follows them. */
    private void separateOperands(Grammar grammar) {
        if (!grammar.doubleDash() || dashes || operandPlaces.isEmpty()) {
            return;
        }
        int first = operandPlaces.get(0);
        if (arguments.size() - first == operandPlaces.size()) {
            arguments.add(first, Argument.plain("--"));
        }
    }
}
