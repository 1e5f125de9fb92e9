package io.jenkins.plugins.openfactory.exec.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/**
 * Drains one output stream of a process in a thread of its own: masks it, replaces the workspace's path, hashes and
 * counts all of it, and keeps its head and tail.
 */
final class OutputPump {
    private static final System.Logger LOG = System.getLogger(OutputPump.class.getName());
    private static final int CHUNK = 1 << 16;

    private final InputStream in;
    private final OutputSink sink;
    private final Thread thread;

    OutputPump(InputStream in, OutputSink.Kept kept, String name) {
        this.in = in;
        this.sink = new OutputSink(kept);
        this.thread = new Thread(this::drain, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void drain() {
        byte[] chunk = new byte[CHUNK];
        try (OutputStream out = sink.stream()) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                out.write(chunk, 0, read);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a killed command's output ended early", e);
        }
    }

    /**
     * Waits for the end of the stream; closes it where something still holds it open after the patience. An interrupt is
     * kept for later.
     */
    Finished.Stream finish(long patienceMillis) {
        if (!ended(patienceMillis)) {
            closeInput();
            ended(TimeUnit.SECONDS.toMillis(1));
        }
        return sink.kept();
    }

    private boolean ended(long patienceMillis) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        boolean interrupted = Thread.interrupted();
        while (thread.isAlive() && System.nanoTime() < deadline) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private void closeInput() {
        try {
            in.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a command's output was closed already", e);
        }
    }
}
