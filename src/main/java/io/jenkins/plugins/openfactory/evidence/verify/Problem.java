package io.jenkins.plugins.openfactory.evidence.verify;

/**
 * Something that is wrong with a bundle.
 *
 * @param file the file that it is wrong in, as its path in the bundle
 * @param text the rest of the sentence that begins with the file's path
 */
public record Problem(String file, String text) {
    /** The sentence: the path with everything in it that is no plain character shown as {@code ?}, then the text. */
    public String sentence() {
        return plain(file) + " " + plain(text) + ".";
    }

    /** The words of others are shown on one line and cannot steer a terminal. */
    private static String plain(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c)
                                || Character.getType(c) == Character.FORMAT
                                || Character.getType(c) == Character.SURROGATE
                        ? '?'
                        : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
