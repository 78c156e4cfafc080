package org.apportion.ledger;

/**
 * The tables of one room, found by {@link java.util.ServiceLoader}. The room's migrations are Flyway files on the class path,
 * {@code db/migration/<room>/common/V1__what.sql}; a statement that one database writes differently goes into a file of the
 * same version under {@code db/migration/<room>/sqlite} and {@code …/postgresql} instead. Versions count per room, from 1. A
 * released file never changes.
 *
 * <p>A room's tables may refer to those of the ledger, never to those of another room.
 */
public interface LedgerSchema {

    /** Such as {@code ingest}: lower-case letters and digits. */
    String room();

    /** Version of the newest migration file. */
    int version();
}
