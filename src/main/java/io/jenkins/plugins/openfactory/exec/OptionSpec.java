package io.jenkins.plugins.openfactory.exec;

import java.util.List;
import java.util.Set;

/**
 * An option that takes one value or more.
 *
 * @param name the exact spelling with its dashes
 * @param values in order; more than one only where each is an argument of its own
 * @param last whether everything after it is an operand, as after {@code java -jar}
 */
record OptionSpec(String name, List<ValueSpec> values, Set<Form> forms, boolean last) {
    /** How a value may be written: {@code -n 5}, {@code --max=5}, {@code -n5}. */
    enum Form {
        SEPARATE,
        EQUALS,
        ATTACHED
    }

    /** The forms that programs commonly take for an option spelled like this. */
    static Set<Form> usual(String name) {
        if (name.startsWith("--")) {
            return Set.of(Form.SEPARATE, Form.EQUALS);
        }
        return name.length() == 2 ? Set.of(Form.SEPARATE, Form.ATTACHED) : Set.of(Form.SEPARATE);
    }
}
