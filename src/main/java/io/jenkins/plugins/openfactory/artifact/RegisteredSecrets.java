package io.jenkins.plugins.openfactory.artifact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds many exact byte sequences in one pass: by their first four bytes, behind a bit set that sorts out most places. */
final class RegisteredSecrets {
    private static final int SHORTEST = 4;
    private static final int BITS = 1 << 16;

    private final Map<Integer, List<byte[]>> byHead = new HashMap<>();
    private final BitSet heads = new BitSet(BITS);

    RegisteredSecrets(Collection<String> texts) {
        Set<String> once = new HashSet<>(texts);
        for (String text : once) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (text.length() >= SHORTEST) {
                int head = head(bytes, 0);
                byHead.computeIfAbsent(head, unused -> new ArrayList<>()).add(bytes);
                heads.set(bit(head));
            }
        }
        byHead.values()
                .forEach(list -> list.sort(
                        Comparator.comparingInt((byte[] bytes) -> bytes.length).reversed()));
    }

    /** Tells where each occurrence is, the longest where several begin at one place. */
    void find(byte[] content, Listener listener) {
        if (byHead.isEmpty()) {
            return;
        }
        int at = 0;
        while (at + SHORTEST <= content.length) {
            int head = head(content, at);
            int length = heads.get(bit(head)) ? matchAt(content, at, head) : 0;
            if (length > 0) {
                listener.found(at, at + length);
            }
            at += Math.max(1, length);
        }
    }

    private int matchAt(byte[] content, int at, int head) {
        for (byte[] secret : byHead.getOrDefault(head, List.of())) {
            int end = at + secret.length;
            if (end <= content.length && Arrays.equals(content, at, end, secret, 0, secret.length)) {
                return secret.length;
            }
        }
        return 0;
    }

    private static int head(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }

    private static int bit(int head) {
        return (head * 0x9E3779B1) >>> 16;
    }

    interface Listener {
        void found(int start, int end);
    }
}
