package io.jenkins.plugins.openfactory.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;

/**
 * Writes loose objects and makes them durable as a whole. Each is flushed before it gets its name, and small ones a few at
 * a time, because a disk takes flushes together sooner than one after the other. JGit does not flush the folder that it
 * renames a file into; {@link #sync} does that, once per folder. What was inserted can be read after {@link #flush}. For
 * one thread.
 */
final class RecordingInserter extends ObjectInserter.Filter {
    /** More than four were measured to gain nothing. */
    private static final int WRITERS = 4;

    /** Larger objects are written at once, so that they are in memory once. In bytes. */
    private static final int SMALL = 1 << 20;

    private final Repository repository;
    private final ObjectInserter delegate;
    private final Path objects;
    private final Set<String> folders = new TreeSet<>();
    private final Deque<Future<ObjectId>> pending = new ArrayDeque<>();
    private ExecutorService writers;

    RecordingInserter(Repository repository) {
        Durable.demand(repository);
        this.repository = repository;
        this.delegate = repository.newObjectInserter();
        this.objects = repository.getDirectory().toPath().resolve("objects");
    }

    @Override
    protected ObjectInserter delegate() {
        return delegate;
    }

    @Override
    public ObjectId insert(int type, byte[] data, int off, int len) throws IOException {
        return len > SMALL
                ? seen(delegate.insert(type, data, off, len))
                : soon(type, Arrays.copyOfRange(data, off, off + len));
    }

    @Override
    public ObjectId insert(int type, long length, InputStream in) throws IOException {
        return seen(delegate.insert(type, length, in));
    }

    @Override
    public ObjectId insert(int type, byte[] data) throws IOException {
        return insert(type, data, 0, data.length);
    }

    @Override
    public void flush() throws IOException {
        while (!pending.isEmpty()) {
            await(pending.remove());
        }
        delegate.flush();
    }

    /** Returns when every object inserted so far would survive a power cut. */
    void sync() throws IOException {
        flush();
        for (String folder : folders) {
            Durable.sync(objects.resolve(folder));
        }
        Durable.sync(objects);
        folders.clear();
    }

    /** As with JGit's own, what is inserted afterwards is written all the same; a merger closes what it was given. */
    @Override
    public void close() {
        if (writers != null) {
            writers.shutdown();
            writers = null;
        }
        delegate.close();
    }

    private ObjectId soon(int type, byte[] data) throws IOException {
        if (writers == null) {
            writers = Executors.newFixedThreadPool(WRITERS, work -> {
                Thread thread = new Thread(work, "git-objects");
                thread.setDaemon(true);
                return thread;
            });
        }
        while (pending.size() >= 2 * WRITERS) {
            await(pending.remove());
        }
        pending.add(writers.submit(() -> {
            try (ObjectInserter own = repository.newObjectInserter()) {
                return own.insert(type, data);
            }
        }));
        return seen(delegate.idFor(type, data));
    }

    private static void await(Future<ObjectId> writing) throws IOException {
        try {
            writing.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted while objects were written").initCause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException fault
                    ? fault
                    : new IOException("an object could not be written: " + e.getCause(), e.getCause());
        }
    }

    private ObjectId seen(ObjectId id) {
        folders.add(id.name().substring(0, 2));
        return id;
    }
}
