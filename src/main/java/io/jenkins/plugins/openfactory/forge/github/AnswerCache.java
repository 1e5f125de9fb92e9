package io.jenkins.plugins.openfactory.forge.github;

import java.util.LinkedHashMap;
import java.util.Optional;

/** The last answers that carried an ETag, bounded in number and bytes. Safe for any thread. */
final class AnswerCache {
    private static final int MOST = 128;
    private static final long MOST_BYTES = 16L << 20;

    private final LinkedHashMap<String, Answer> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    synchronized Optional<Answer> get(String url) {
        return Optional.ofNullable(kept.get(url));
    }

    synchronized void put(String url, Answer answer) {
        remove(url);
        if (answer.header("ETag").isEmpty() || answer.body().length > MOST_BYTES / 4) {
            return;
        }
        kept.put(url, answer);
        bytes += answer.body().length;
        while (kept.size() > MOST || bytes > MOST_BYTES) {
            remove(kept.keySet().iterator().next());
        }
    }

    synchronized int size() {
        return kept.size();
    }

    private void remove(String url) {
        Answer gone = kept.remove(url);
        bytes -= gone == null ? 0 : gone.body().length;
    }
}
