package io.jenkins.plugins.openfactory.context;

/**
 * What ranking has to know of one file's contents. Names and words are numbers of one {@link Symbols}.
 *
 * @param definitions names it defines, in order, without repetition
 * @param names names that stand in its code, in order of first appearance
 * @param uses how often each of {@code names} stands there
 * @param words how often each word stands anywhere in it; those of definitions count several times
 * @param length the number of words
 */
record FileTags(int[] definitions, int[] names, int[] uses, Counts words, int length) {
    /** A file that is left out. */
    static final FileTags NONE = new FileTags(new int[0], new int[0], new int[0], Counts.NONE, 0);
}
