package io.jenkins.plugins.openfactory.git;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.jgit.ignore.IgnoreNode;

/** The {@code .gitignore} files that reach a folder, the nearest one first. Immutable. */
final class IgnoreRules {
    /** No rules. */
    static final IgnoreRules NONE = new IgnoreRules(null, "", new IgnoreNode());

    /** Below a folder that is ignored as a whole: no rule in it can take that back. */
    static final IgnoreRules ALL = new IgnoreRules(null, "", new IgnoreNode());

    private static final int LIMIT = 1 << 20;

    private final IgnoreRules above;
    private final String folder;
    private final IgnoreNode node;

    private IgnoreRules(IgnoreRules above, String folder, IgnoreNode node) {
        this.above = above;
        this.folder = folder;
        this.node = node;
    }

    /** These rules and those of a file in a folder below; of a huge file the first megabyte counts. */
    IgnoreRules with(String folder, InputStream file) throws IOException {
        IgnoreNode parsed = new IgnoreNode();
        parsed.parse(new ByteArrayInputStream(file.readNBytes(LIMIT)));
        return new IgnoreRules(this, folder, parsed);
    }

    /** Whether a path (as bytes) is ignored, given that no folder above it is. */
    boolean ignores(String path, boolean isFolder) {
        if (this == ALL) {
            return true;
        }
        for (IgnoreRules rules = this; rules != null; rules = rules.above) {
            String below = rules.folder.isEmpty() ? path : path.substring(rules.folder.length() + 1);
            Optional<Boolean> verdict = Optional.ofNullable(
                    rules.node.checkIgnored(PathBytes.text(below).orElse(below), isFolder));
            if (verdict.isPresent()) {
                return verdict.get();
            }
        }
        return false;
    }
}
