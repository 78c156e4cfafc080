package org.apportion.ingest.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.ingest.mapping.BoundColumns.SourceCell;
import org.apportion.spi.CellFunctions;
import org.apportion.spi.CellFunctions.KeyBeginning;
import org.apportion.spi.CellFunctions.KeyedColumn;
import org.apportion.spi.Dialect;

/** Turns sources of tags into one map expression. */
final class TagCompiler {
    private final BoundColumns columns;
    private final CellReader reader;
    private final CellFunctions cells;

    TagCompiler(BoundColumns columns, CellReader reader, Dialect dialect) {
        this.columns = columns;
        this.reader = reader;
        this.cells = dialect.cells();
    }

    /**
     * The tags of a row; nothing if the file has no column for them.
     *
     * @param copied receives the source columns that stand wholly in the map
     */
    Optional<String> compile(List<TagSource> sources, Set<String> copied) {
        List<String> entries = new ArrayList<>();
        for (TagSource source : sources) {
            entries(source, copied)
                    .ifPresent(list -> entries.add(
                            source.renames().isEmpty() && source.prefix().isEmpty()
                                    ? list
                                    : cells.renamed(list, renames(source), source.prefix())));
        }
        return entries.isEmpty() ? Optional.empty() : Optional.of(cells.tagMap(entries));
    }

    private static List<KeyBeginning> renames(TagSource source) {
        return source.renames().stream()
                .map(rename -> new KeyBeginning(rename.beginning(), rename.with()))
                .toList();
    }

    private Optional<String> entries(TagSource source, Set<String> copied) {
        if (source.form() == TagSource.Form.COLUMNS) {
            return columnEntries(source, copied);
        }
        return columns.find(source.headings()).map(cell -> {
            if (cell.whole()) {
                copied.add(cell.column());
            }
            String text = reader.text(cell);
            return source.form() == TagSource.Form.OBJECT ? cells.tagsOfObject(text) : cells.tagsOfPairs(text);
        });
    }

    private Optional<String> columnEntries(TagSource source, Set<String> copied) {
        List<KeyedColumn> found = new ArrayList<>();
        for (String beginning : source.headings()) {
            for (Map.Entry<String, SourceCell> column : columns.beginningWith(beginning)) {
                copied.add(column.getValue().column());
                found.add(new KeyedColumn(column.getKey(), reader.text(column.getValue())));
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(cells.tagsOfColumns(found));
    }
}
