package io.jenkins.plugins.openfactory.edit;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a hunk says about its place beyond its lines.
 *
 * @param position how many lines come before it once the hunks before it are applied, as its header says
 * @param anchors lines that come before it, outermost first
 * @param atEnd whether it is the end of the file
 * @param openEnd whether the file's last line lacks its line end afterwards; empty where the hunk does not say
 */
record Hint(OptionalInt position, List<String> anchors, boolean atEnd, Optional<Boolean> openEnd) {
    /** Nothing is known but the lines. */
    static final Hint NONE = new Hint(OptionalInt.empty(), List.of(), false, Optional.empty());

    Hint {
        anchors = List.copyOf(anchors);
    }
}
