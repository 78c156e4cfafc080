package org.apportion.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.apportion.model.ApportionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.NativeLibraryNotFoundException;

/** SQL states that a small server does not show on demand: PostgreSQL, Appendix A, "PostgreSQL Error Codes". */
class SqlFailuresTest {
    @ParameterizedTest
    @CsvSource({
        "28P01, LEDGER_LOGIN_REFUSED", // invalid_password
        "28000, LEDGER_LOGIN_REFUSED", // invalid_authorization_specification
        "42501, LEDGER_LOGIN_REFUSED", // insufficient_privilege
        "3D000, LEDGER_DATABASE_MISSING", // invalid_catalog_name
        "08006, LEDGER_UNREACHABLE", // connection_failure
        "57P03, LEDGER_UNREACHABLE", // cannot_connect_now
        "55P03, LEDGER_BUSY", // lock_not_available
        "40001, LEDGER_BUSY", // serialization_failure
        "25006, LEDGER_READ_ONLY", // read_only_sql_transaction
        "53100, LEDGER_DISK_FULL", // disk_full
        "53300, LEDGER_UNWRITABLE", // too_many_connections
        "42601, LEDGER_FAILED" // syntax_error
    })
    void aStateOfPostgresqlHasItsCodeAndNextStep(String state, String code) {
        ApportionException told = translated(Vendor.POSTGRESQL, new SQLException("server says so", state));

        assertThat(told.code().name()).isEqualTo(code);
        assertThat(told.getMessage()).startsWith(code + " //host/db: ").doesNotContain("server says so");
        assertThat(told.nextStep()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "5, LEDGER_BUSY",
        "8, LEDGER_READ_ONLY",
        "264, LEDGER_READ_ONLY", // SQLITE_READONLY_RECOVERY: an extended code of 8
        "10, LEDGER_UNWRITABLE",
        "11, LEDGER_DAMAGED",
        "13, LEDGER_DISK_FULL",
        "14, LEDGER_OPEN_FAILED",
        "26, LEDGER_DAMAGED",
        "1, LEDGER_FAILED"
    })
    void aResultCodeOfSqliteHasItsCode(int result, String code) {
        SQLException failure = new SQLException("file says so", null, result);

        assertThat(translated(Vendor.SQLITE, failure).code().name()).isEqualTo(code);
    }

    @Test
    void aDriverThatCannotBeUnpackedTellsWhereItsSpaceIsMissing() {
        ApportionException told = translated(
                Vendor.SQLITE, new SQLException("no connection", new NativeLibraryNotFoundException("no library")));

        assertThat(told.code()).isEqualTo(LedgerError.LEDGER_UNWRITABLE);
        assertThat(told.problem()).contains("temporary folder", "disk is full", "limit of file size");
        assertThat(told.nextStep()).contains("org.sqlite.tmpdir");
    }

    private static ApportionException translated(Vendor vendor, SQLException failure) {
        return new SqlFailures(vendor, "//host/db").translate(new IllegalStateException(failure));
    }
}
