package io.jenkins.plugins.openfactory.artifact;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;

/**
 * Looks for secrets in what is about to be published: the texts that are registered as secrets, and anything that has
 * the shape of a well-known kind of token. Bytes are looked at as they are, so nothing is found inside compressed files.
 * Immutable, so safe for any thread.
 */
public final class LeakScan {
    private final RegisteredSecrets registered;

    /**
     * @param registered the exact texts to look for: each secret in each of its encodings; those shorter than four
     *     characters are left out, for they would be found everywhere
     */
    public LeakScan(Collection<String> registered) {
        this.registered = new RegisteredSecrets(registered);
    }

    /** What is found in one file, in order. */
    public List<Finding> scan(String path, byte[] content) {
        // One character per byte: offsets are the same and every token kind is ASCII.
        String text = new String(content, StandardCharsets.ISO_8859_1);
        NavigableMap<Integer, Hit> hits = new TreeMap<>();
        registered.find(content, (start, end) -> add(hits, new Hit(start, end, "registered-secret", 0)));
        for (TokenKind kind : TokenKind.ALL) {
            if (kind.mayBeIn(text)) {
                Matcher matcher = kind.pattern().matcher(text);
                while (matcher.find()) {
                    if (kind.isReal(matcher)) {
                        add(hits, new Hit(matcher.start(1), matcher.end(1), kind.name(), kind.shown()));
                    }
                }
            }
        }
        return findings(path, text, hits.values());
    }

    /** What is found in every artifact of a store, in order of path. */
    public List<Finding> scan(ArtifactStore store) throws IOException {
        List<Finding> found = new ArrayList<>();
        for (Artifact artifact : store.list()) {
            byte[] content = store.get(artifact.path())
                    .orElseThrow(() -> new IOException("the artifact " + artifact.path() + " vanished while scanned"));
            found.addAll(scan(artifact.path(), content));
        }
        return List.copyOf(found);
    }

    /** Adds a hit unless one is there already; a registered secret is told as such, whatever its shape is. */
    private static void add(NavigableMap<Integer, Hit> hits, Hit hit) {
        Map.Entry<Integer, Hit> before = hits.lowerEntry(hit.end());
        if (before == null || before.getValue().end() <= hit.start()) {
            hits.put(hit.start(), hit);
        }
    }

    private static List<Finding> findings(String path, String text, Collection<Hit> hits) {
        List<Finding> found = new ArrayList<>();
        int line = 1;
        int at = 0;
        for (Hit hit : hits) {
            for (; at < hit.start(); at++) {
                if (text.charAt(at) == '\n') {
                    line++;
                }
            }
            found.add(new Finding(path, line, hit.kind(), excerpt(text, hit)));
        }
        return List.copyOf(found);
    }

    /** What kind it is may be seen, its random part may not. */
    private static String excerpt(String text, Hit hit) {
        return text.substring(hit.start(), hit.start() + Math.min(hit.shown(), hit.end() - hit.start())) + "**** ("
                + (hit.end() - hit.start()) + " characters)";
    }

    private record Hit(int start, int end, String kind, int shown) {}

    /**
     * A secret in a file.
     *
     * @param line from 1
     * @param kind for instance {@code github-token} or {@code registered-secret}
     * @param excerpt the token's fixed prefix and its length; never the secret
     */
    public record Finding(String path, int line, String kind, String excerpt) {
        @Override
        public String toString() {
            return path + ":" + line + ": " + kind + " " + excerpt;
        }
    }
}
