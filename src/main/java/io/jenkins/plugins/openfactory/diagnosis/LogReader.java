package io.jenkins.plugins.openfactory.diagnosis;

import java.util.List;

/** Reads the failures that one family of tools prints. Stateless; never throws, whatever the lines are. */
interface LogReader {
    /** The findings in cleaned lines, in order of appearance. */
    List<Finding> read(List<String> lines);
}
