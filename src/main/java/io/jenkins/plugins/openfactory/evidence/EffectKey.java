package io.jenkins.plugins.openfactory.evidence;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of an effect's key, {@code implement_loop.1/0001/command/attempt-2/1}: stage and attempt, ticket or a
 * hyphen, kind, names. The form is fixed by the journal's scopes.
 *
 * @param name the first name after the kind
 * @param number the last name where it is a number, else 0
 */
record EffectKey(int stageAttempt, String kind, String name, int number) {
    private static final Pattern FORM = Pattern.compile("[a-z_]+\\.(\\d{1,6})/[^/]+/([a-z-]+)/([^/]+)((?:/[^/]*)*)");
    private static final Pattern LAST = Pattern.compile(".*/(\\d{1,6})");

    static Optional<EffectKey> parse(String key) {
        Matcher form = FORM.matcher(key);
        if (!form.matches()) {
            return Optional.empty();
        }
        Matcher last = LAST.matcher(form.group(4));
        int number = last.matches() ? Integer.parseInt(last.group(1)) : 0;
        return Optional.of(new EffectKey(Integer.parseInt(form.group(1)), form.group(2), form.group(3), number));
    }
}
