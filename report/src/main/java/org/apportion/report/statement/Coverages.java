package org.apportion.report.statement;

import java.util.List;
import org.apportion.report.ReportTable;
import org.apportion.report.statement.Statement.Coverage;

/** How much of the cost and of the resources has each tag that decides who pays, taken from the report of the coverage. */
final class Coverages {
    private final ReportTable table;
    private final TableCells cells;

    Coverages(ReportTable table) {
        this.table = table;
        this.cells = new TableCells(table);
    }

    List<Coverage> of(String currency) {
        return table.rows().stream()
                .filter(row -> currency.equals(cells.cell(row, "currency")))
                .map(row -> new Coverage(
                        cells.text(row, "key"),
                        cells.number(row, "tagged"),
                        cells.numberIfAny(row, "share"),
                        cells.number(row, "tagged_resources").longValueExact(),
                        cells.number(row, "resources").longValueExact(),
                        cells.numberIfAny(row, "resource_share")))
                .toList();
    }
}
