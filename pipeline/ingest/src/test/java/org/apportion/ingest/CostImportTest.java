package org.apportion.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import org.apportion.ingest.delivery.Contribution;
import org.apportion.ingest.delivery.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CostImportTest {
    @TempDir
    Path root;

    private Installation here;

    @BeforeEach
    void open() {
        here = new Installation(root);
    }

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void aBillBecomesCostRecordsWithExactSums() {
        here.bill("oct.csv", new FocusBill().row(0, "vm-1", "0.1234567890123456").row(1, "vm-2", "-0.1").toString());

        ImportReport report = here.run(Installation.focus(here.bills()));

        assertThat(report.slices()).hasSize(1);
        assertThat(report.slices().get(0).verdict()).isEqualTo(Verdict.NEW);
        // 0.1234567890123456 - 0.1 = 0.0234567890123456
        BigDecimal sum = new BigDecimal("0.0234567890123456");
        assertThat(report.slices().get(0).sums())
                .containsExactly(new Contribution(Installation.october(), "EUR", 2, sum, sum));
        assertThat(here.costs("BilledCost")).containsExactly("-0.100000000000000000", "0.123456789012345600");
    }

    @Test
    void derivedColumnsFollowFromTheRow() {
        here.bill("oct.csv", new FocusBill().row(0, "vm-1", "-0.0000000000000000015").toString().replace("0015,", "001,"));
        here.run(Installation.focus(here.bills()));

        // -1e-18 is -1 unit of 1e-12 and a rest of 999,999e-18.
        assertThat(here.costs("concat_ws(' ', x_BilledUnits, x_BilledRest, x_Row, x_BillingMonth, x_Slice)"))
                .containsExactly("-1 999999 1 2026-10 all");
        assertThat(here.costs("x_SourceColumns")).containsExactly("{Extra=x0}");
        assertThat(here.costs("SubAccountId")).containsExactly("000123456789");
    }
}
