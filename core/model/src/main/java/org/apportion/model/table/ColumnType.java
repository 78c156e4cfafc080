package org.apportion.model.table;

/** The types of the lake. Engines and Iceberg each map them; there is no floating point among them. */
public enum ColumnType {
    STRING,
    /** DECIMAL(38,18): every cost and unit price. */
    MONEY,
    /** DECIMAL(38,9): usage values. */
    USAGE,
    /** Microseconds, UTC, without zone. */
    TIMESTAMP,
    DATE,
    BIGINT,
    INT,
    BOOLEAN,
    /** MAP(VARCHAR, VARCHAR); the value may be null. */
    STRING_MAP
}
