package org.apportion.ingest.mapping;

import java.util.List;
import java.util.Optional;
import org.apportion.ingest.mapping.Expression.Kind;
import org.apportion.model.table.Column;
import org.apportion.model.table.FocusColumn;
import org.apportion.model.table.Tables;

/** The columns of a cost record that a mapping fills; the import itself fills the others. */
final class RecordColumns {
    static final String TAGS = FocusColumn.TAGS.id();
    static final List<String> OWN = List.of("x_ResourceGroup", "x_LineType", "x_UsageType", "x_Operation");
    /** Costs that add up to bills: their digits are never lost silently. */
    static final List<String> COSTS = List.of(
            FocusColumn.BILLED_COST.id(),
            FocusColumn.EFFECTIVE_COST.id(),
            FocusColumn.LIST_COST.id(),
            FocusColumn.CONTRACTED_COST.id());

    private RecordColumns() {}

    static List<Column> all() {
        return Tables.COST_RECORD.columns().stream()
                .filter(column -> FocusColumn.find(column.name()).isPresent() || OWN.contains(column.name()))
                .toList();
    }

    static Optional<Column> find(String name) {
        return all().stream().filter(column -> column.name().equals(name)).findFirst();
    }

    static Kind kind(Column column) {
        return switch (column.type()) {
            case MONEY -> Kind.NUMBER;
            case TIMESTAMP -> Kind.TIME;
            default -> Kind.TEXT;
        };
    }
}
