package org.apportion.report;

import java.math.BigDecimal;

/**
 * A cost record as far as an explanation needs it.
 *
 * @param start seconds since 1970-01-01T00:00Z, floored
 * @param end likewise, exclusive
 * @param cost in the run's cost basis
 * @param origin where it was delivered
 */
record CostItem(long id, long start, long end, BigDecimal cost, Origin origin) {

    /**
     * @param file first 16 hex digits of the file's SHA-256
     * @param row data row in the file, from 1
     */
    record Origin(String source, String delivery, String file, long row) {}
}
