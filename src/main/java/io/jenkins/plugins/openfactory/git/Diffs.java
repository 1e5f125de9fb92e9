package io.jenkins.plugins.openfactory.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Differences between two trees, renames found. A file that is not UTF-8 counts as binary, because a diff is text: its
 * bytes are carried by a binary patch instead, which {@code git apply} takes and which changes nothing on the way. For
 * one thread.
 */
final class Diffs implements AutoCloseable {
    private static final int BIG = 50 << 20;
    private static final byte[] NONE = {};

    private final ObjectReader reader;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final DiffFormatter formatter = new DiffFormatter(out);

    Diffs(Repository repository) {
        this.reader = repository.newObjectReader();
        formatter.setReader(reader, new Config());
        formatter.setDiffAlgorithm(DiffAlgorithm.getAlgorithm(DiffAlgorithm.SupportedAlgorithm.HISTOGRAM));
        formatter.setDetectRenames(true);
        formatter.setAbbreviationLength(40);
        formatter.setBinaryFileThreshold(BIG);
    }

    /** The whole difference as text. */
    String text(ObjectId from, ObjectId to) throws IOException {
        for (DiffEntry entry : scan(from, to)) {
            Sides sides = sides(entry);
            if (sides.binary()) {
                out.write(BinaryPatch.header(formatter.toFileHeader(entry)));
                if (!entry.getOldId().equals(entry.getNewId())) {
                    out.write(BinaryPatch.body(sides.before, sides.after));
                }
            } else {
                formatter.format(entry);
            }
            formatter.flush();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The difference file by file. */
    List<FileDiff> files(ObjectId from, ObjectId to) throws IOException {
        List<FileDiff> files = new ArrayList<>();
        for (DiffEntry entry : scan(from, to)) {
            files.add(file(entry));
        }
        return files;
    }

    @Override
    public void close() {
        formatter.close();
        reader.close();
    }

    private List<DiffEntry> scan(ObjectId from, ObjectId to) throws IOException {
        List<DiffEntry> entries = new ArrayList<>(
                formatter.scan(new CanonicalTreeParser(null, reader, from), new CanonicalTreeParser(null, reader, to)));
        // The deletion comes first where a path is deleted and created, as git writes a change of a file's type.
        entries.sort(Comparator.comparing(Diffs::path)
                .thenComparing(entry -> entry.getChangeType() == DiffEntry.ChangeType.DELETE ? 0 : 1));
        return entries;
    }

    private FileDiff file(DiffEntry entry) throws IOException {
        Sides sides = sides(entry);
        List<String> added = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        if (!sides.binary()) {
            RawText before = new RawText(sides.before);
            RawText after = new RawText(sides.after);
            DiffAlgorithm histogram = DiffAlgorithm.getAlgorithm(DiffAlgorithm.SupportedAlgorithm.HISTOGRAM);
            for (Edit edit : histogram.diff(RawTextComparator.DEFAULT, before, after)) {
                lines(before, edit.getBeginA(), edit.getEndA(), removed);
                lines(after, edit.getBeginB(), edit.getEndB(), added);
            }
        }
        FileDiff.Kind kind = switch (entry.getChangeType()) {
            case ADD, COPY -> FileDiff.Kind.CREATE;
            case MODIFY -> FileDiff.Kind.MODIFY;
            case DELETE -> FileDiff.Kind.DELETE;
            case RENAME -> FileDiff.Kind.RENAME;
        };
        Optional<String> old = kind == FileDiff.Kind.RENAME ? Optional.of(entry.getOldPath()) : Optional.empty();
        return new FileDiff(kind, path(entry), old, List.copyOf(added), List.copyOf(removed), sides.binary());
    }

    private static void lines(RawText text, int begin, int end, List<String> lines) {
        for (int i = begin; i < end; i++) {
            String line = text.getString(i);
            lines.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
        }
    }

    private static String path(DiffEntry entry) {
        return entry.getChangeType() == DiffEntry.ChangeType.DELETE ? entry.getOldPath() : entry.getNewPath();
    }

    private Sides sides(DiffEntry entry) throws IOException {
        return new Sides(
                content(entry.getOldMode(), entry.getOldId().toObjectId()),
                content(entry.getNewMode(), entry.getNewId().toObjectId()));
    }

    private byte[] content(FileMode mode, ObjectId id) throws IOException {
        int type = mode.getBits() & FileMode.TYPE_MASK;
        if (type == FileMode.TYPE_GITLINK) {
            return ("Subproject commit " + id.name() + "\n").getBytes(StandardCharsets.US_ASCII);
        }
        return type == FileMode.TYPE_MISSING ? NONE : reader.open(id).getCachedBytes(Integer.MAX_VALUE);
    }

    private record Sides(byte[] before, byte[] after) {
        boolean binary() {
            return binary(before) || binary(after);
        }

        private static boolean binary(byte[] content) {
            if (content.length >= BIG || RawText.isBinary(content, content.length, true)) {
                return true;
            }
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content));
                return false;
            } catch (CharacterCodingException e) {
                return true;
            }
        }
    }
}
