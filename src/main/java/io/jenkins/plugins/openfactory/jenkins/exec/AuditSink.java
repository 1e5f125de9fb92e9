package io.jenkins.plugins.openfactory.jenkins.exec;

/** The controller's audit log as an agent reaches it. Called over the agent's channel; safe for any thread. */
public interface AuditSink {
    /** Appends a record durably and returns its number in the run. */
    long append(String runId, String record);
}
