package hello;

import java.util.Objects;

/** What the tests assert with. */
final class Check {
    private Check() {}

    /** Fails unless both are equal; {@code what} names the value in the failure. */
    static void equal(String what, Object expected, Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new AssertionError(what + ": expected <" + expected + "> but was <" + actual + ">");
        }
    }
}
