package io.jenkins.plugins.openfactory.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;

/**
 * Writes loose objects and makes them durable as a whole. JGit flushes each file, but not the folder that it renames the
 * file into; {@link #sync} does that, once per folder.
 */
final class RecordingInserter extends ObjectInserter.Filter {
    private final ObjectInserter delegate;
    private final Path objects;
    private final Set<String> folders = new TreeSet<>();

    RecordingInserter(Repository repository) {
        Durable.demand(repository);
        this.delegate = repository.newObjectInserter();
        this.objects = repository.getDirectory().toPath().resolve("objects");
    }

    @Override
    protected ObjectInserter delegate() {
        return delegate;
    }

    @Override
    public ObjectId insert(int type, byte[] data, int off, int len) throws IOException {
        return seen(delegate.insert(type, data, off, len));
    }

    @Override
    public ObjectId insert(int type, long length, InputStream in) throws IOException {
        return seen(delegate.insert(type, length, in));
    }

    @Override
    public ObjectId insert(int type, byte[] data) throws IOException {
        return seen(delegate.insert(type, data));
    }

    /** Returns when every object inserted so far would survive a power cut. */
    void sync() throws IOException {
        delegate.flush();
        for (String folder : folders) {
            Durable.sync(objects.resolve(folder));
        }
        Durable.sync(objects);
        folders.clear();
    }

    private ObjectId seen(ObjectId id) {
        folders.add(id.name().substring(0, 2));
        return id;
    }
}
