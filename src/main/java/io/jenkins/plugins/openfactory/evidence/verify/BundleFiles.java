package io.jenkins.plugins.openfactory.evidence.verify;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The files of a bundle, wherever they are. Nothing is ever written or unpacked. */
public interface BundleFiles extends AutoCloseable {
    /**
     * One file.
     *
     * @param path with {@code /} between names, as it is found
     * @param size in bytes, as it is claimed until the file is read
     */
    record Entry(String path, long size) {}

    /** Every file, and what is there that can be no file of a bundle. */
    record Listing(List<Entry> files, List<Problem> problems) {}

    /**
     * Lists everything.
     *
     * @throws IOException where it can't be read at all
     */
    Listing list() throws IOException;

    /** The content of a listed file; never follows a link. */
    InputStream open(Entry entry) throws IOException;

    @Override
    void close() throws IOException;
}
