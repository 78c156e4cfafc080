package org.apportion.model.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class TablesTest {
    static final List<TableSchema> ALL = Tables.ALL;

    @ParameterizedTest
    @FieldSource("ALL")
    void aTableIsCutAndSortedByItsOwnColumnsAndNamesEachOnce(TableSchema table) {
        assertThat(table.columnNames()).containsAll(table.partition()).containsAll(table.sort());
        assertThat(table.columnNames()).doesNotHaveDuplicates();
    }

    @Test
    void aRecordNeedsWhatTheSplitNeedsAndNoMore() {
        assertThat(Tables.COST_RECORD.column("BilledCost").required()).isTrue();
        assertThat(Tables.COST_RECORD.column("ChargePeriodStart").required()).isTrue();
        assertThat(Tables.COST_RECORD.column("ServiceName").required()).isFalse();
    }

    @Test
    void costsAreExactDecimalsAndTagsAMap() {
        assertThat(Tables.COST_RECORD.column("EffectiveCost").type()).isEqualTo(ColumnType.MONEY);
        assertThat(Tables.COST_RECORD.column("Tags").type()).isEqualTo(ColumnType.STRING_MAP);
        assertThat(Tables.COST_RECORD.column("ChargePeriodEnd").type()).isEqualTo(ColumnType.TIMESTAMP);
    }

    @Test
    void anUnknownColumnIsNamedWithItsTable() {
        assertThatThrownBy(() -> Tables.CHARGE.column("nothing")).hasMessage("charge has no column nothing");
    }
}
