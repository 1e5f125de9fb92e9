package io.jenkins.plugins.openfactory.exec;

import java.util.Optional;
import java.util.regex.Pattern;

/** Holds one value against its type. */
final class ValueCheck {
    private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
    private static final Pattern GIT_REF = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./+@^~-]{0,249}");
    private static final Pattern GIT_REVISION =
            Pattern.compile("[A-Za-z0-9_.:^@*](?:[A-Za-z0-9_./+@^~:*!#,=()-]|\\{[A-Za-z0-9_./+: ^-]{0,200}}){0,999}");

    private ValueCheck() {}

    /** A refusal as code and sentence part, or empty if the value is allowed. */
    static Optional<String[]> refuse(ValueSpec spec, String value, Confinement paths) {
        Optional<String> bad = ofType(spec, value);
        if (bad.isEmpty()
                && spec.pattern().isPresent()
                && !spec.pattern().get().matcher(value).matches()) {
            bad = Optional.of("is not " + spec.describe());
        }
        if (bad.isPresent()) {
            return bad.map(text -> new String[] {"OPERAND", text});
        }
        return outside(spec, value, paths).map(text -> new String[] {"PATH", text});
    }

    private static Optional<String> ofType(ValueSpec spec, String value) {
        boolean fits = switch (spec.type()) {
            case INTEGER -> integer(spec, value);
            case ENUM -> spec.values().contains(value);
            case TEXT -> !value.startsWith("-") || spec.pattern().isPresent();
            case PATH, PATH_LIST -> !value.startsWith("-");
            case GIT_REF -> GIT_REF.matcher(value).matches() && !value.contains("..");
            case GIT_REVISION -> GIT_REVISION.matcher(value).matches();
            case SED_SCRIPT -> SedScript.harmless(value);
        };
        return fits ? Optional.empty() : Optional.of("is not " + spec.describe());
    }

    private static boolean integer(ValueSpec spec, String value) {
        if (!INTEGER.matcher(value).matches()) {
            return false;
        }
        long number = Long.parseLong(value);
        return number >= spec.min() && number <= spec.max();
    }

    private static Optional<String> outside(ValueSpec spec, String value, Confinement paths) {
        switch (spec.type()) {
            case PATH:
                return value.isEmpty() ? Optional.of("is an empty path") : paths.refuse(value);
            case PATH_LIST:
                for (String path : value.split(":", -1)) {
                    Optional<String> bad = path.isEmpty() ? Optional.empty() : paths.refuse(path);
                    if (bad.isPresent()) {
                        return bad;
                    }
                }
                return Optional.empty();
            case GIT_REVISION:
                boolean climbs = value.equals("..")
                        || value.startsWith("../")
                        || value.contains("/../")
                        || value.endsWith("/..")
                        || value.contains(":../");
                return climbs ? Optional.of("leaves the workspace") : Optional.empty();
            default:
                return Optional.empty();
        }
    }
}
