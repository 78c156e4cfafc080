package org.apportion.metering.audit;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Inserts many rows by one prepared statement, without Jdbi's binding of each value, which took half of the time of a large
 * tick.
 */
public final class RowBatch {
    private static final int MOST_AT_ONCE = 5_000;

    private final Handle handle;
    private final String sql;
    private final List<Object[]> rows = new ArrayList<>();

    /** @param sql with a question mark per value */
    public RowBatch(Handle handle, String sql) {
        this.handle = handle;
        this.sql = sql;
    }

    /** @param values texts, integers and longs */
    public void add(Object... values) {
        rows.add(values);
    }

    /** Executes it for all rows. @return how many rows each changed */
    public int[] execute() {
        int[] changed = new int[rows.size()];
        try (PreparedStatement statement = handle.getConnection().prepareStatement(sql)) {
            for (int from = 0; from < rows.size(); from += MOST_AT_ONCE) {
                int to = Math.min(from + MOST_AT_ONCE, rows.size());
                for (Object[] row : rows.subList(from, to)) {
                    set(statement, row);
                    statement.addBatch();
                }
                System.arraycopy(statement.executeBatch(), 0, changed, from, to - from);
            }
        } catch (SQLException e) {
            throw new UnableToExecuteStatementException(e, null);
        }
        rows.clear();
        return changed;
    }

    private static void set(PreparedStatement statement, Object[] row) throws SQLException {
        for (int i = 0; i < row.length; i++) {
            if (row[i] instanceof String text) {
                statement.setString(i + 1, text);
            } else if (row[i] instanceof Integer number) {
                statement.setInt(i + 1, number);
            } else if (row[i] instanceof Long number) {
                statement.setLong(i + 1, number);
            } else {
                throw new IllegalArgumentException("neither text nor integer: " + row[i].getClass());
            }
        }
    }
}
