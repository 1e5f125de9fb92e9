package io.jenkins.plugins.openfactory.ticket;

/** Questions about two globs of {@code *}, {@code ?} and {@code **}. */
final class Globs {
    private Globs() {}

    /** Whether some path matches both. Exact for these wildcards; a folder's glob {@code a/} stands for {@code a/**}. */
    static boolean overlap(String a, String b) {
        return segments(split(a), 0, split(b), 0);
    }

    private static String[] split(String glob) {
        return (glob.endsWith("/") ? glob + "**" : glob).split("/");
    }

    private static boolean segments(String[] a, int i, String[] b, int j) {
        if (i == a.length && j == b.length) {
            return true;
        }
        if (i < a.length && a[i].equals("**")) {
            return segments(a, i + 1, b, j) || j < b.length && segments(a, i, b, j + 1);
        }
        if (j < b.length && b[j].equals("**")) {
            return segments(a, i, b, j + 1) || i < a.length && segments(a, i + 1, b, j);
        }
        return i < a.length && j < b.length && names(a[i], 0, b[j], 0) && segments(a, i + 1, b, j + 1);
    }

    private static boolean names(String a, int i, String b, int j) {
        if (i == a.length() && j == b.length()) {
            return true;
        }
        if (i < a.length() && a.charAt(i) == '*') {
            return names(a, i + 1, b, j) || j < b.length() && names(a, i, b, j + 1);
        }
        if (j < b.length() && b.charAt(j) == '*') {
            return names(a, i, b, j + 1) || i < a.length() && names(a, i + 1, b, j);
        }
        return i < a.length()
                && j < b.length()
                && (a.charAt(i) == '?' || b.charAt(j) == '?' || a.charAt(i) == b.charAt(j))
                && names(a, i + 1, b, j + 1);
    }
}
