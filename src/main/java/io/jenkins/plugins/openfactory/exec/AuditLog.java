package io.jenkins.plugins.openfactory.exec;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The hash-chained record of commands, one chain per run. Safe for any thread. */
public interface AuditLog {
    /**
     * Appends a record: sets {@code seq} and {@code prevHash} in it, and returns once it is on disk. The record of a
     * command's end may reach the disk with whatever is recorded next, which is what came of the command.
     *
     * @return the record's sequence number in the run, from 1
     */
    long append(String runId, ObjectNode record);
}
