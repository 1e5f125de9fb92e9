package io.jenkins.plugins.openfactory.store.jdbc;

import io.jenkins.plugins.openfactory.id.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

/** Copies one table from a database to another, and sums up what a table holds in a way that both databases agree on. */
final class TableCopy {
    private static final int BATCH = 500;
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    private final String table;
    private final List<String> columns;

    private TableCopy(String table, List<String> columns) {
        this.table = table;
        this.columns = columns;
    }

    /** A table with the columns that it has in this program's version. */
    static TableCopy of(Session session, String table) throws SQLException {
        try (Statement statement = session.connection().createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table + " LIMIT 0")) {
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                columns.add(rows.getMetaData().getColumnName(i));
            }
            return new TableCopy(table, columns);
        }
    }

    /**
     * What a table holds.
     *
     * @param sum the SHA-256 hashes of its rows, added up: the same whatever the order
     */
    record Content(long rows, BigInteger sum) {
        static final Content NOTHING = new Content(0, BigInteger.ZERO);

        private Content plus(List<String> row) {
            BigInteger hash = new BigInteger(1, HexFormat.of().parseHex(Sha256.hex(canonical(row))));
            return new Content(rows + 1, sum.add(hash).mod(MODULUS));
        }

        String sha256() {
            return Sha256.hex(rows + ":" + sum.toString(16));
        }

        private static String canonical(List<String> row) {
            StringBuilder text = new StringBuilder();
            for (String value : row) {
                text.append(value == null ? -1 : value.getBytes(StandardCharsets.UTF_8).length)
                        .append(':')
                        .append(value == null ? "" : value);
            }
            return text.toString();
        }
    }

    /** Copies every row; what the source holds. */
    Content copy(Session from, Session to) throws SQLException {
        String sql = "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                + String.join(",", Collections.nCopies(columns.size(), "?")) + ")";
        try (PreparedStatement insert = to.connection().prepareStatement(sql)) {
            int[] waiting = {0};
            Content content = each(from, rows -> {
                for (int i = 1; i <= columns.size(); i++) {
                    insert.setObject(i, value(rows, i));
                }
                insert.addBatch();
                if (++waiting[0] % BATCH == 0) {
                    insert.executeBatch();
                }
            });
            insert.executeBatch();
            return content;
        }
    }

    /** What the table holds. */
    Content content(Session session) throws SQLException {
        return each(session, rows -> {});
    }

    private Content each(Session session, RowUse use) throws SQLException {
        Content content = Content.NOTHING;
        try (Statement statement = session.connection().createStatement()) {
            statement.setFetchSize(BATCH);
            try (ResultSet rows = statement.executeQuery("SELECT " + String.join(", ", columns) + " FROM " + table)) {
                List<String> texts = new ArrayList<>();
                while (rows.next()) {
                    use.accept(rows);
                    texts.clear();
                    for (int i = 1; i <= columns.size(); i++) {
                        Object value = value(rows, i);
                        texts.add(value == null ? null : value.toString());
                    }
                    content = content.plus(texts);
                }
            }
        }
        return content;
    }

    private static Object value(ResultSet rows, int column) throws SQLException {
        Object value = rows.getObject(column);
        return value instanceof Integer number ? Long.valueOf(number) : value;
    }

    private interface RowUse {
        void accept(ResultSet row) throws SQLException;
    }
}
