package io.jenkins.plugins.openfactory.exec;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The arguments that a program or one of its subcommands may get.
 *
 * @param flags options without a value, in their exact spelling; words such as {@code !} for programs that have them
 * @param options options with a value, by exact spelling
 * @param bundle whether one-letter flags may be written together
 * @param numeric whether {@code -5} is an option
 * @param optionsFirst whether options end at the first operand
 * @param doubleDash whether the program takes {@code --} before its operands
 * @param required options that must be there
 */
record Grammar(
        Set<String> flags,
        Map<String, OptionSpec> options,
        boolean bundle,
        boolean numeric,
        boolean optionsFirst,
        boolean doubleDash,
        List<OperandSpec> operands,
        List<OperandSpec> afterDashes,
        Set<String> required) {}
