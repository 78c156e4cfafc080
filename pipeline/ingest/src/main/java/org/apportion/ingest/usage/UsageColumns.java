package org.apportion.ingest.usage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.ingest.file.SourceColumn;
import org.apportion.ingest.problem.ImportError;
import org.apportion.model.Counted;
import org.apportion.model.source.SourceDefinition;

/**
 * Which column or constant of a usage file gives which field. A field is found by the option {@code <field>-column}, else by
 * its own name without regard to case, else as a constant of the source.
 */
final class UsageColumns {
    static final List<String> REQUIRED = List.of("hour", "resource", "consumer", "metric", "value");
    static final String UNIT = "unit";

    private final Map<String, SourceColumn> columns = new LinkedHashMap<>();
    private final Map<String, String> constants;

    private UsageColumns(Map<String, String> constants) {
        this.constants = constants;
    }

    /** @throws org.apportion.model.ApportionException {@code IMPORT_COLUMN_MISSING} naming all missing fields */
    static UsageColumns of(SourceDefinition source, String fileName, List<SourceColumn> found) {
        UsageColumns fields = new UsageColumns(source.constants());
        List<String> missing = new ArrayList<>();
        for (String field : fieldsInOrder()) {
            Optional<String> named = Optional.ofNullable(source.options().get(field + "-column"));
            String wanted = named.orElse(field);
            Optional<SourceColumn> column = found.stream()
                    .filter(candidate -> candidate.name().equalsIgnoreCase(wanted))
                    .findFirst();
            column.ifPresent(present -> fields.columns.put(field, present));
            boolean absent = column.isEmpty()
                    && (named.isPresent() || !source.constants().containsKey(field));
            if (absent && (named.isPresent() || REQUIRED.contains(field))) {
                missing.add(wanted);
            }
        }
        if (!missing.isEmpty()) {
            throw ImportError.IMPORT_COLUMN_MISSING.at(
                    fileName,
                    "Column " + String.join(", ", missing) + " is absent (found " + Counted.of(found.size(), "column")
                            + ").",
                    "Name it with the option <field>-column or give it as a constant; fields are "
                            + String.join(", ", fieldsInOrder()) + ".");
        }
        return fields;
    }

    private static List<String> fieldsInOrder() {
        List<String> fields = new ArrayList<>(REQUIRED);
        fields.add(UNIT);
        return fields;
    }

    /** Empty if the field is a constant or absent. */
    Optional<SourceColumn> column(String field) {
        return Optional.ofNullable(columns.get(field));
    }

    /** Whether a field comes from the column of this name. */
    boolean reads(String name) {
        return columns.values().stream().anyMatch(column -> column.name().equals(name));
    }

    Optional<String> constant(String field) {
        return columns.containsKey(field) ? Optional.empty() : Optional.ofNullable(constants.get(field));
    }
}
