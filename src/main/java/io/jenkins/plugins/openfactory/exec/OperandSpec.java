package io.jenkins.plugins.openfactory.exec;

import java.util.List;

/**
 * What stands at one place among the operands.
 *
 * @param name as messages call it
 * @param unless options in whose presence this operand is not expected
 */
record OperandSpec(String name, ValueSpec value, Count count, List<String> unless) {
    /** How often it stands there. After {@code REST} nothing is read as an option any more. */
    enum Count {
        ONE,
        OPTIONAL,
        ANY,
        SOME,
        REST
    }
}
