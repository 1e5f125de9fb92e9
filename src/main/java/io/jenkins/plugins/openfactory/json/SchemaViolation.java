package io.jenkins.plugins.openfactory.json;

/**
 * One way in which a document breaks its schema.
 *
 * @param pointer the JSON Pointer (RFC 6901) of the offending value; empty for the whole document
 * @param message what is wrong there, in one sentence
 */
public record SchemaViolation(String pointer, String message) {
    @Override
    public String toString() {
        return (pointer.isEmpty() ? "(the whole document)" : pointer) + ": " + message;
    }
}
