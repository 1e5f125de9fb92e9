package io.jenkins.plugins.openfactory.id;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** Where new identifiers come from, so that tests can choose them. Implementations are safe for any thread. */
public interface IdSource {
    /** A run id that sorts by time of creation: {@code yyyyMMdd-HHmmss-xxxxxx} (UTC, then six hexadecimal digits). */
    String newRunId();

    /** A trace id in W3C Trace Context form: 32 lower-case hexadecimal digits, not all zero. */
    String newTraceId();

    /** Ids from a clock and the platform's secure random source. */
    static IdSource secure(Clock clock) {
        SecureRandom random = new SecureRandom();
        DateTimeFormatter stamp = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
        return new IdSource() {
            @Override
            public String newRunId() {
                return stamp.format(clock.instant()) + "-" + hex(3);
            }

            @Override
            public String newTraceId() {
                String id = hex(16);
                return id.chars().allMatch(c -> c == '0') ? newTraceId() : id;
            }

            private String hex(int bytes) {
                byte[] drawn = new byte[bytes];
                random.nextBytes(drawn);
                return HexFormat.of().formatHex(drawn);
            }
        };
    }
}
