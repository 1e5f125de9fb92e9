package io.jenkins.plugins.openfactory.edit;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which paths may be edited at all: relative, with {@code /} between names, staying inside the root, never reaching git's
 * own folder on any file system (the names that NTFS and HFS+ take for {@code .git} count as it), and writable on every
 * platform that a repository is checked out on. Stateless.
 */
public final class SafePath {
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_PATH = 4096;
    private static final Pattern DEVICE =
            Pattern.compile("(?i)(con|prn|aux|nul|conin\\$|conout\\$|com[0-9¹²³]|lpt[0-9¹²³])(\\..*)?");
    /** Code points that HFS+ ignores when it compares names. */
    private static final Pattern IGNORED = Pattern.compile("[\\u200c-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]");
    /** Of those, the ones that no script needs inside a name; some turn the order of displayed text around. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff]");

    private static final Set<String> GIT_NAMES = Set.of(".git", "git~1");

    private SafePath() {}

    /** Why a path is refused, as the end of a sentence that begins with the path; empty where it is safe. */
    public static Optional<String> problem(String path) {
        if (path.isEmpty()) {
            return Optional.of("is empty");
        }
        if (path.chars().anyMatch(Character::isISOControl)) {
            return Optional.of("has a control character in it");
        }
        if (path.indexOf('\ufffd') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(path)) {
            return Optional.of("is not valid UTF-8");
        }
        if (path.indexOf('\\') >= 0) {
            return Optional.of("has a backslash in it; write / between names");
        }
        if (path.startsWith("/") || path.matches("[A-Za-z]:.*")) {
            return Optional.of("is absolute; write it relative to the top of the repository");
        }
        if (path.endsWith("/")) {
            return Optional.of("ends with a slash, so it names a folder");
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
            return Optional.of("is longer than " + LONGEST_PATH + " bytes");
        }
        if (path.startsWith("~")) {
            return Optional.of("starts with ~, which a shell takes for a home folder");
        }
        for (String name : path.split("/", -1)) {
            Optional<String> problem = nameProblem(name);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> nameProblem(String name) {
        if (name.isEmpty()) {
            return Optional.of("has an empty name in it");
        }
        if (name.equals(".") || name.equals("..")) {
            return Optional.of("has '" + name + "' in it");
        }
        if (isGit(name)) {
            return Optional.of("reaches into git's own folder");
        }
        if (name.endsWith(" ") || name.endsWith(".")) {
            return Optional.of("has a name that ends with a space or a dot");
        }
        if (DEVICE.matcher(name).matches()) {
            return Optional.of("has the reserved name '" + name + "' in it");
        }
        if (INVISIBLE.matcher(name).find()) {
            return Optional.of("has an invisible character in it");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            return Optional.of("has a name longer than " + LONGEST_NAME + " bytes");
        }
        return Optional.empty();
    }

    private static boolean isGit(String name) {
        String plain = IGNORED.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
        int stream = plain.indexOf(':');
        String base = stream < 0 ? plain : plain.substring(0, stream);
        return GIT_NAMES.contains(base.replaceAll("[ .]+$", ""));
    }
}
