package org.apportion.ingest.mapping;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    private static final List<Column> ALL = Tables.COST_RECORD.columns().stream()
            .filter(column -> FocusColumn.find(column.name()).isPresent() || OWN.contains(column.name()))
            .toList();
    private static final Map<String, Column> BY_NAME =
            ALL.stream().collect(Collectors.toMap(Column::name, Function.identity()));

    private RecordColumns() {}

    static List<Column> all() {
        return ALL;
    }

    static Optional<Column> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static Kind kind(Column column) {
        return switch (column.type()) {
            case MONEY -> Kind.NUMBER;
            case TIMESTAMP -> Kind.TIME;
            default -> Kind.TEXT;
        };
    }
}
