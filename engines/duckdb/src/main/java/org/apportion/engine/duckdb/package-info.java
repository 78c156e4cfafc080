/**
 * DuckDB as the embedded engine: the default way to run relational plans over Parquet and CSV files.
 *
 * <p>Owns: the session and its limits, the SQL texts of DuckDB, what its failures mean, the integer arithmetic that plans
 * call. Does not own: any rule, table or plan.
 *
 * <p>Invariants: nothing is downloaded, ever; a file appears under its final name complete or not at all; no message holds
 * a row of anybody's data or a whole statement; the session's time zone is UTC.
 */
@NullMarked
package org.apportion.engine.duckdb;

import org.jspecify.annotations.NullMarked;
