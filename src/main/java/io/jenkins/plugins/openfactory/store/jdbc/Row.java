package io.jenkins.plugins.openfactory.store.jdbc;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The current row of a result, in the types of our records. */
final class Row {
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MOST_USD = 1_000_000_000;

    private final ResultSet rows;

    Row(ResultSet rows) {
        this.rows = rows;
    }

    String text(String column) throws SQLException {
        return rows.getString(column);
    }

    Optional<String> maybeText(String column) throws SQLException {
        return Optional.ofNullable(rows.getString(column));
    }

    int integer(String column) throws SQLException {
        return Math.toIntExact(rows.getLong(column));
    }

    long number(String column) throws SQLException {
        return rows.getLong(column);
    }

    long number(int column) throws SQLException {
        return rows.getLong(column);
    }

    Optional<Long> maybeNumber(String column) throws SQLException {
        long value = rows.getLong(column);
        return rows.wasNull() ? Optional.empty() : Optional.of(value);
    }

    double real(String column) throws SQLException {
        return rows.getDouble(column);
    }

    boolean flag(String column) throws SQLException {
        return rows.getLong(column) != 0;
    }

    Instant instant(String column) throws SQLException {
        return instant(rows.getLong(column));
    }

    Optional<Instant> maybeInstant(String column) throws SQLException {
        return maybeNumber(column).map(Row::instant);
    }

    double usd(String column) throws SQLException {
        return usd(rows.getLong(column));
    }

    Optional<Double> maybeUsd(String column) throws SQLException {
        return maybeNumber(column).map(Row::usd);
    }

    /** Nanoseconds since 1970; times outside of the years 1678 to 2261 are moved to that bound. */
    static long nanos(Instant instant) {
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano());
        } catch (ArithmeticException e) {
            return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    /** Billionths of a US dollar, so that sums are exact; a billion dollars stands for everything above. */
    static long nanoUsd(double usd) {
        if (usd >= MOST_USD) {
            return BigDecimal.valueOf(MOST_USD, -9).longValueExact();
        }
        return BigDecimal.valueOf(usd)
                .movePointRight(9)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    static double usd(long nanoUsd) {
        return BigDecimal.valueOf(nanoUsd, 9).doubleValue();
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }
}
