package io.jenkins.plugins.openfactory.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.openfactory.exec.AuditLog;
import io.jenkins.plugins.openfactory.store.RunStore;

/**
 * The audit of commands in the store. That a command starts, or is refused, is on disk before anything happens; that it
 * ended goes there together with its outcome, which is recorded right after. A power cut between the two leaves a start
 * without an end, as one during the command does. Safe for any thread.
 */
public final class StoreAudit implements AuditLog {
    private final RunStore store;

    public StoreAudit(RunStore store) {
        this.store = store;
    }

    @Override
    public long append(String runId, ObjectNode record) {
        boolean end = record.path("event").asText().equals("end");
        String text = record.toString();
        return (end ? store.appendAuditSoon(runId, text) : store.appendAudit(runId, text)).seq();
    }
}
