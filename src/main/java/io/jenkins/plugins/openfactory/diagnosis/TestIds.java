package io.jenkins.plugins.openfactory.diagnosis;

import java.util.Locale;

/** Names of tests in the form that their own tool selects them by. Stateless. */
final class TestIds {
    private TestIds() {}

    /** {@code testAdd()}, {@code testAdd(int)[1]} and {@code testAdd[1]} are selected as {@code testAdd}. */
    static String javaMethod(String name) {
        int end = 0;
        while (end < name.length() && Character.isJavaIdentifierPart(name.charAt(end))) {
            end++;
        }
        return end > 0 && end < name.length() && "({[".indexOf(name.charAt(end)) >= 0 ? name.substring(0, end) : name;
    }

    /** A test of a tool that takes a file, relative to the workspace, and a name; each may be empty. */
    static String inFile(String file, String name) {
        String relative = file.replaceFirst("^(?:file://)?/workspace/", "");
        return file.isEmpty() ? name : name.isEmpty() ? relative : relative + "#" + name;
    }

    /** Whether the ids of a report and of a log name the same test: both may leave out where it stands. */
    static boolean sameAcross(String one, String other) {
        String a = plain(one);
        String b = plain(other);
        String name = plainName(one);
        return a.equals(b) || !name.isEmpty() && name.equals(plainName(other)) && ownersFit(a, b, name);
    }

    /** Whether two ids of one source name the same test: the same one, or a summary that shortens the class. */
    static boolean sameWithin(String one, String other) {
        return one.equals(other) || shortens(one, other) || shortens(other, one);
    }

    private static boolean shortens(String summary, String full) {
        int hash = summary.indexOf('#');
        return hash > 0
                && summary.indexOf('.') < 0
                && summary.indexOf('/') < 0
                && full.endsWith(summary.substring(hash))
                && full.substring(0, full.length() - summary.length() + hash)
                        .endsWith("." + summary.substring(0, hash));
    }

    /** The test's own name without its class, file or package, letters and digits only. */
    static String plainName(String id) {
        return plain(name(id));
    }

    private static boolean ownersFit(String a, String b, String name) {
        String ownerA = a.substring(0, Math.max(0, a.length() - name.length()));
        String ownerB = b.substring(0, Math.max(0, b.length() - name.length()));
        return ownerA.contains(ownerB) || ownerB.contains(ownerA);
    }

    private static String name(String id) {
        int hash = id.lastIndexOf('#');
        int colons = id.lastIndexOf("::");
        int dot = id.indexOf(' ') < 0 && !id.contains("/") ? id.lastIndexOf('.') : -1;
        return hash >= 0 ? id.substring(hash + 1) : colons >= 0 ? id.substring(colons + 2) : id.substring(dot + 1);
    }

    private static String plain(String id) {
        return id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9\\u0080-\\uffff]", "");
    }
}
