package io.jenkins.plugins.openfactory.forge.github;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What GitHub answered; header names in any case. */
record Answer(int status, Map<String, List<String>> headers, byte[] body) {
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;[^,]*\\brel=\"?next\"?");

    Answer {
        Map<String, List<String>> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach((name, values) -> {
            if (name != null && !name.startsWith(":")) {
                sorted.put(name, values);
            }
        });
        headers = sorted;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name))
                .filter(values -> !values.isEmpty())
                .map(values -> values.get(0));
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The next page of a list, by the {@code Link} header of RFC 8288. */
    Optional<String> next() {
        return header("Link").map(NEXT::matcher).filter(Matcher::find).map(found -> found.group(1));
    }
}
