package io.jenkins.plugins.openfactory.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DeflaterOutputStream;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.util.Base85;
import org.eclipse.jgit.util.RawParseUtils;

/**
 * The binary patch format of git ({@code git diff --binary}): a {@code literal} hunk for the way forth and one for the
 * way back, each deflated and in base 85, at most 52 bytes a line, a letter for the line's length in front. Described by
 * git's own {@code apply.c} and {@code diff.c}. Stateless.
 */
final class BinaryPatch {
    private static final int LINE = 52;

    private BinaryPatch() {}

    /** The header lines of a file's difference, up to and with the {@code index} line. */
    static byte[] header(FileHeader header) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        byte[] buffer = header.getBuffer();
        int at = header.getStartOffset();
        while (at < header.getEndOffset()) {
            int next = RawParseUtils.nextLF(buffer, at);
            String line = new String(buffer, at, next - at, StandardCharsets.UTF_8);
            if (line.startsWith("Binary files ") || line.startsWith("--- ") || line.startsWith("@@ ")) {
                break;
            }
            kept.write(buffer, at, next - at);
            at = next;
        }
        return kept.toByteArray();
    }

    /** The two hunks. */
    static byte[] body(byte[] before, byte[] after) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write("GIT binary patch\n".getBytes(StandardCharsets.US_ASCII));
        literal(out, after);
        literal(out, before);
        return out.toByteArray();
    }

    private static void literal(ByteArrayOutputStream out, byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            deflater.write(content);
        }
        byte[] data = packed.toByteArray();
        out.write(("literal " + content.length + "\n").getBytes(StandardCharsets.US_ASCII));
        for (int at = 0; at < data.length; at += LINE) {
            int length = Math.min(LINE, data.length - at);
            out.write(length <= 26 ? 'A' + length - 1 : 'a' + length - 27);
            out.write(Base85.encode(data, at, length));
            out.write('\n');
        }
        out.write('\n');
    }
}
