package io.jenkins.plugins.openfactory.model;

/** Estimates of token counts from text alone, in UTF-16 code units. Stateless, so safe for any thread. */
public final class Tokens {
    private static final int USUAL = 4;
    private static final int DENSE = 3;
    private static final int PER_MESSAGE = 8;

    private Tokens() {}

    /** A usual count: a quarter of the characters, rounded up. For replies of providers that give no usage. */
    public static int estimate(String text) {
        return ceil(text.length(), USUAL);
    }

    /** A usual count of a whole prompt. */
    public static int estimate(ModelRequest request) {
        return request.messages().stream().mapToInt(m -> estimate(m.text())).reduce(0, Tokens::sum);
    }

    /**
     * A count that a prompt of English text or source code stays under: a third of the characters, rounded up, and eight
     * for the frame of each message. Not a true bound: scripts in which a character is a token or more can exceed it.
     */
    public static int upperEstimate(ModelRequest request) {
        return request.messages().stream()
                .mapToInt(m -> ceil(m.text().length(), DENSE) + PER_MESSAGE)
                .reduce(0, Tokens::sum);
    }

    private static int ceil(int characters, int divisor) {
        return characters / divisor + (characters % divisor == 0 ? 0 : 1);
    }

    private static int sum(int a, int b) {
        return (int) Math.min(Integer.MAX_VALUE, (long) a + b);
    }
}
