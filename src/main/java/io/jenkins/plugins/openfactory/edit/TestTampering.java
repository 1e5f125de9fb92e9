package io.jenkins.plugins.openfactory.edit;

import java.util.List;

public final class TestTampering {
    public record Finding(String path, String message) {}

    public static List<Finding> find(FileTree a, FileTree b, List<FileChange> c) {
        return List.of();
    }

    public static boolean isTestFile(String p) {
        return p.contains("est");
    }
}
