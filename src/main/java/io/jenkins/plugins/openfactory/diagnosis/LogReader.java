package io.jenkins.plugins.openfactory.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the failures that one family of tools prints. Stateless; never throws, whatever the lines are. */
interface LogReader {
    /** The finding that begins at a line, if one does. */
    Optional<Finding> at(List<String> lines, int at);

    /** The findings in cleaned lines, in order of appearance. */
    default List<Finding> read(List<String> lines) {
        List<Finding> findings = new ArrayList<>();
        int at = 0;
        while (at < lines.size()) {
            Optional<Finding> finding = lines.get(at).isEmpty() ? Optional.empty() : at(lines, at);
            finding.ifPresent(findings::add);
            at = Math.max(at + 1, finding.map(Finding::to).orElse(0));
        }
        return findings;
    }
}
