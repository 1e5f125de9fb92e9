package io.jenkins.plugins.openfactory.exec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an option's value or an operand may be.
 *
 * @param values the allowed words of an {@code ENUM}
 * @param min the least {@code INTEGER}
 * @param max the greatest {@code INTEGER}
 * @param pattern what the whole text must match in addition, whatever the type
 */
record ValueSpec(Type type, List<String> values, long min, long max, Optional<Pattern> pattern) {
    /** Characters of a pattern that a person still reads. */
    private static final int LONGEST_SHOWN = 60;

    /** The types of the policy document, in its spelling. */
    enum Type {
        INTEGER("integer"),
        ENUM("enum"),
        TEXT("text"),
        PATH("path"),
        PATH_LIST("path-list"),
        GIT_REF("git-ref"),
        GIT_REVISION("git-revision"),
        SED_SCRIPT("sed-script");

        private final String id;

        Type(String id) {
            this.id = id;
        }

        String id() {
            return id;
        }

        static Type of(String id) {
            for (Type type : values()) {
                if (type.id.equals(id)) {
                    return type;
                }
            }
            throw new IllegalArgumentException("no value type is called '" + id + "'");
        }
    }

    private static String form(String pattern) {
        return pattern.length() <= LONGEST_SHOWN ? " that matches " + pattern : " of a form that the rule allows";
    }

    /** One sentence part that says what would be allowed. */
    String describe() {
        String base = switch (type) {
            case INTEGER -> "an integer from " + min + " to " + max;
            case ENUM -> "one of " + String.join(", ", values);
            case TEXT -> pattern.isPresent() ? "a text" : "a text that does not start with '-'";
            case PATH -> "a path inside the workspace";
            case PATH_LIST -> "paths inside the workspace with ':' between them";
            case GIT_REF -> "a git ref or object id";
            case GIT_REVISION -> "a git revision, range or path inside the workspace";
            case SED_SCRIPT ->
                "a sed script that only shows and changes lines (not e, r, R, w, W, F, nor the flags e and w of s)";
        };
        return pattern.map(p -> base + form(p.pattern())).orElse(base);
    }
}
