package io.jenkins.plugins.openfactory.exec.local;

import io.jenkins.plugins.openfactory.exec.Canary;
import io.jenkins.plugins.openfactory.exec.Masker;
import io.jenkins.plugins.openfactory.exec.ReplacingStream;
import io.jenkins.plugins.openfactory.id.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Takes one output stream of a command: masks it, replaces the workspace's path, hashes and counts all of it, and keeps
 * its head and tail. One thread writes, any may read.
 */
final class OutputSink {
    private final OutputCapture capture;
    private final MessageDigest digest = Sha256.digest();
    private final OutputStream masked;
    private long bytes;

    OutputSink(Kept kept) {
        this.capture = new OutputCapture(kept.limit());
        OutputStream plain = ReplacingStream.of(new Tally(), kept.workspace(), "/workspace");
        this.masked = kept.masker().mask(kept.canary().watch(plain, kept.seen()));
    }

    /**
     * How output is kept.
     *
     * @param limit bytes of it
     * @param workspace the path that is written as {@code /workspace}
     * @param seen told where the canary is found
     */
    record Kept(long limit, Masker masker, String workspace, Canary canary, Runnable seen) {}

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
        }
    }
}
