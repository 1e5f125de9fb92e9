package io.jenkins.plugins.openfactory.edit;

import java.util.List;
import java.util.Optional;

/** One edit as a reply states it, before it is tried on a tree. Immutable. */
sealed interface Edit {
    /** The path as the reply gives it; empty where it gives none. */
    String path();

    /** The number of the reply's line that it starts on, from 1. */
    int line();

    Format format();

    /** The formats that are read. */
    enum Format {
        SEARCH_REPLACE("search-replace"),
        UNIFIED_DIFF("unified-diff"),
        PATCH_ENVELOPE("patch-envelope"),
        WHOLE_FILE("whole-file");

        private final String id;

        Format(String id) {
            this.id = id;
        }

        /** The name in {@link EditOutcome.Applied#format()}. */
        String id() {
            return id;
        }
    }

    /**
     * Lines of an existing file become other lines.
     *
     * @param readings the ways to read the block, most often one; several where its content has a line that looks like
     *     the divider
     */
    record Block(String path, int line, Format format, List<Script> readings, Hint hint) implements Edit {
        public Block {
            readings = List.copyOf(readings);
        }
    }

    /** A file's whole content, new or instead of what is there. */
    record Whole(String path, int line, List<String> lines) implements Edit {
        public Whole {
            lines = List.copyOf(lines);
        }

        @Override
        public Format format() {
            return Format.WHOLE_FILE;
        }
    }

    /**
     * A file that must not exist yet, or be empty.
     *
     * @param open whether the last line has no line end
     */
    record Create(String path, int line, Format format, List<String> lines, boolean open, boolean executable)
            implements Edit {
        public Create {
            lines = List.copyOf(lines);
        }
    }

    /**
     * A file goes.
     *
     * @param expected the lines that the reply says it has
     */
    record Delete(String path, int line, Format format, Optional<List<String>> expected) implements Edit {}

    /** A file moves, or is copied where {@code copy} is set; hunks for it follow under the new path. */
    record Move(String path, int line, Format format, String to, boolean copy) implements Edit {}

    /** The mode that a diff says an existing file gets. */
    record Mode(String path, int line, Format format, boolean executable) implements Edit {}

    /** Something that is meant as an edit and can't be read as one. */
    record Unreadable(String path, int line, Format format, String code, String message) implements Edit {}
}
