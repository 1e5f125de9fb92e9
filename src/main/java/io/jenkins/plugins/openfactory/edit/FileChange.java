package io.jenkins.plugins.openfactory.edit;

/** One file's change, complete: no line numbers or context that could apply elsewhere. Paths use {@code /}. */
public sealed interface FileChange {
    String path();

    /** A file that did not exist. */
    record Create(String path, byte[] content, boolean executable) implements FileChange {}

    /** A file that existed and keeps its mode. */
    record Modify(String path, byte[] content) implements FileChange {}

    record Delete(String path) implements FileChange {}

    /** A file under a new path, with the given content and its old mode. */
    record Rename(String from, String path, byte[] content) implements FileChange {}
}
