package io.jenkins.plugins.openfactory.forge.local;

import io.jenkins.plugins.openfactory.exec.CommandOutcome;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** The log file of one attempt of a check: a line starting with {@code ==> } before and after each command. For one thread. */
final class CheckLog implements AutoCloseable {
    private static final int HEAD = 1 << 20;
    private static final int TAIL = 3 << 20;

    private final FileChannel file;

    /** Begins anew: what an attempt that was killed left is overwritten. */
    CheckLog(Path path) throws IOException {
        this.file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    void line(String text) throws IOException {
        write("==> " + text + "\n");
    }

    void outcome(CommandOutcome outcome) throws IOException {
        if (outcome instanceof CommandOutcome.Denied denied) {
            line("denied by " + denied.rule() + " (" + denied.code() + "): " + denied.reason());
        } else if (outcome instanceof CommandOutcome.CommandResult result) {
            text(result.stdout());
            if (!result.stderr().isEmpty()) {
                line("standard error");
                text(result.stderr());
            }
            String end = result.killed()
                    .map(kill -> "killed (" + kill + ")")
                    .orElseGet(() -> "exit code " + result.exitCode().orElse(-1));
            line(String.format(
                    Locale.ROOT,
                    "%s after %.1f s%s",
                    end,
                    result.duration().toMillis() / 1000.0,
                    result.truncated() ? ", output cut" : ""));
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            file.force(true);
        }
    }

    private void text(String text) throws IOException {
        if (!text.isEmpty()) {
            write(text.endsWith("\n") ? text : text + "\n");
        }
    }

    private void write(String text) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** The log as text, without its middle where it is longer than 4 MiB; empty where there is none. */
    static String read(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return "";
        }
        try (RandomAccessFile log = new RandomAccessFile(path.toFile(), "r")) {
            long size = log.length();
            if (size <= HEAD + TAIL) {
                byte[] all = new byte[(int) size];
                log.readFully(all);
                return new String(all, StandardCharsets.UTF_8);
            }
            byte[] head = new byte[HEAD];
            byte[] tail = new byte[TAIL];
            log.readFully(head);
            log.seek(size - TAIL);
            log.readFully(tail);
            return new String(head, StandardCharsets.UTF_8) + "\n==> " + (size - HEAD - TAIL) + " bytes left out\n"
                    + new String(tail, StandardCharsets.UTF_8);
        }
    }
}
