package io.jenkins.plugins.openfactory.run;

import java.util.Locale;

/** A number with its noun, for sentences. */
public final class Count {
    private Count() {}

    /** {@code 1 ticket}, {@code 2 tickets}, {@code 3 fixes}, {@code 12,345 tokens}. */
    public static String of(long number, String noun) {
        String plural = noun.endsWith("x") ? noun + "es" : noun + "s";
        return String.format(Locale.ROOT, "%,d", number) + " " + (number == 1 ? noun : plural);
    }
}
