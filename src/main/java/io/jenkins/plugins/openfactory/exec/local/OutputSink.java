package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.Canary;
import io.jenkins.plugins.openfactory.exec.CommandOutcome.Kill;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.exec.ReplacingStream;
import io.jenkins.plugins.openfactory.id.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * Takes one output stream of a command: masks it, replaces the workspace's path, hashes and counts all of it, and keeps
 * its head and tail. One thread writes, any may read.
 */
final class OutputSink {
    private static final long FLOOD = 1L << 30;

    private final OutputCapture capture;
    private final MessageDigest digest = Sha256.digest();
    private final OutputStream masked;
    private final Kept kept;
    private long bytes;

    OutputSink(Kept kept) {
        this.kept = kept;
        this.capture = new OutputCapture(kept.limit());
        OutputStream plain = ReplacingStream.of(new Tally(), kept.workspace(), "/workspace");
        this.masked =
                kept.masker().mask(kept.canary().watch(plain, () -> kept.stop().accept(Kill.CANARY)));
    }

    /**
     * How output is kept.
     *
     * @param limit bytes of it
     * @param workspace the path that is written as {@code /workspace}
     * @param flood bytes after which a command is not chatty but endless
     * @param stop told why the command must end: its canary was found, or its output is a flood
     */
    record Kept(long limit, long flood, Masker masker, String workspace, Canary canary, Consumer<Kill> stop) {
        /** With the flood that holds for every command: 1 GiB. */
        Kept(long limit, Masker masker, String workspace, Canary canary, Consumer<Kill> stop) {
            this(limit, FLOOD, masker, workspace, canary, stop);
        }
    }

    /** Where the output goes. */
    OutputStream stream() {
        return masked;
    }

    /** Ends the stream and says what was kept. */
    Finished.Stream finish() throws IOException {
        masked.close();
        return kept();
    }

    /** What came so far. */
    Finished.Stream kept() {
        synchronized (capture) {
            return new Finished.Stream(
                    capture.text(), bytes, HexFormat.of().formatHex(digest.digest()), capture.truncated());
        }
    }

    private final class Tally extends OutputStream {
        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] chunk, int from, int length) {
            synchronized (capture) {
                digest.update(chunk, from, length);
                bytes += length;
                capture.write(chunk, from, length);
            }
            if (bytes > kept.flood()) {
                kept.stop().accept(Kill.OUTPUT);
            }
        }
    }
}
