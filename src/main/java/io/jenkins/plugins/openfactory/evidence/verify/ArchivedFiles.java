package io.jenkins.plugins.openfactory.evidence.verify;

import io.jenkins.plugins.openfactory.artifact.ArchiveReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** A bundle as one archive; never unpacked. */
public final class ArchivedFiles implements BundleFiles {
    private final ArchiveReader archive;

    /** @throws IOException where the file is no archive of ours; the message says why */
    public ArchivedFiles(Path file) throws IOException {
        archive = new ArchiveReader(file);
    }

    @Override
    public Listing list() {
        return new Listing(
                archive.files().stream()
                        .map(claim -> new Entry(claim.path(), claim.size()))
                        .toList(),
                List.of());
    }

    @Override
    public InputStream open(Entry entry) {
        return archive.open(entry.path());
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
