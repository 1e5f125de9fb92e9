package io.jenkins.plugins.openfactory.exec;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The hash-chained record of commands, one chain per run. Safe for any thread. */
public interface AuditLog {
    /**
     * Appends a record durably: sets {@code seq} and {@code prevHash} in it, and returns once it is on disk.
     *
     * @return the record's sequence number in the run, from 1
     */
    long append(String runId, ObjectNode record);
}
