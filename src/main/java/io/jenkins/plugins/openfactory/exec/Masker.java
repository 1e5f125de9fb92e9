package io.jenkins.plugins.openfactory.exec;

/** Removes registered secrets and their encodings from what is kept or shown. Safe for any thread. */
public interface Masker {
    /** The text with every occurrence of a registered secret, in any known encoding, replaced by {@code ****}. */
    String mask(String text);

    /** A stream that masks what is written to it across every chunk split; flushes what it holds back on close. */
    java.io.OutputStream mask(java.io.OutputStream out);

    /** Registers a secret. Values shorter than four characters are refused silently: they would mask everything. */
    void register(String secret);
}
