package io.jenkins.plugins.openfactory.exec;

import io.jenkins.plugins.openfactory.exec.Decision.Argument;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Assigns operands to the places that a grammar has for them, greedily and in order. */
final class OperandMatch {
    private final PolicyRule rule;
    private final Set<String> present;
    private final Confinement paths;
    private final List<String> argv;
    private final List<Argument> arguments;
    private final boolean afterDashes;

    /** @param afterDashes whether the operands stand behind {@code --}, where one may start with {@code -} if a pattern says so */
    OperandMatch(
            PolicyRule rule,
            Set<String> present,
            Confinement paths,
            List<String> argv,
            List<Argument> arguments,
            boolean afterDashes) {
        this.rule = rule;
        this.present = present;
        this.paths = paths;
        this.argv = argv;
        this.arguments = arguments;
        this.afterDashes = afterDashes;
    }

    /**
     * Assigns, and marks paths in the argument list.
     *
     * @param indices where the operands stand in the list
     * @param places where they stand among the arguments
     */
    Optional<Mismatch> assign(List<OperandSpec> all, List<Integer> indices, List<Integer> places) {
        List<OperandSpec> specs = all.stream()
                .filter(spec -> spec.unless().stream().noneMatch(present::contains))
                .toList();
        int slot = 0;
        int taken = 0;
        for (int i = 0; i < indices.size(); i++) {
            int index = indices.get(i);
            Optional<Mismatch> first = Optional.empty();
            while (slot < specs.size()) {
                OperandSpec spec = specs.get(slot);
                Optional<Mismatch> bad = check(spec, index);
                if (bad.isEmpty()) {
                    break;
                }
                first = first.isEmpty() ? bad : first;
                if (must(spec, taken)) {
                    return first;
                }
                slot++;
                taken = 0;
            }
            if (slot == specs.size()) {
                return Optional.of(first.orElse(tooMany(index)));
            }
            OperandSpec spec = specs.get(slot);
            arguments.set(places.get(i), OptionScan.argument(spec.value(), argv.get(index), 0));
            taken++;
            if (spec.count() == OperandSpec.Count.ONE || spec.count() == OperandSpec.Count.OPTIONAL) {
                slot++;
                taken = 0;
            }
        }
        return missing(specs, slot, taken);
    }

    private static boolean must(OperandSpec spec, int taken) {
        return spec.count() == OperandSpec.Count.ONE || spec.count() == OperandSpec.Count.SOME && taken == 0;
    }

    private Optional<Mismatch> missing(List<OperandSpec> specs, int slot, int taken) {
        for (int i = slot; i < specs.size(); i++) {
            OperandSpec spec = specs.get(i);
            if (must(spec, i == slot ? taken : 0)) {
                return Optional.of(new Mismatch(
                        argv.size(),
                        "OPERAND",
                        "rule " + rule.name() + " needs a " + spec.name() + ": "
                                + spec.value().describe()));
            }
        }
        return Optional.empty();
    }

    private Optional<Mismatch> check(OperandSpec spec, int index) {
        if (spec.count() == OperandSpec.Count.REST) {
            return Optional.empty();
        }
        String value = argv.get(index);
        boolean patterned = afterDashes && spec.value().pattern().isPresent();
        if (value.startsWith("-") && !patterned) {
            return Optional.of(new Mismatch(index, "OPERAND", "operand '" + value + "' starts with '-'"));
        }
        return ValueCheck.refuse(spec.value(), value, paths)
                .map(why -> new Mismatch(index, why[0], "the " + spec.name() + " '" + value + "' " + why[1]));
    }

    private Mismatch tooMany(int index) {
        return new Mismatch(
                index, "OPERAND", "'" + argv.get(index) + "' is one operand too many for rule " + rule.name());
    }
}
