package org.apportion.ingest.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
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
            entries(source, copied).ifPresent(entries::add);
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
            String tags = source.form() == TagSource.Form.OBJECT ? cells.tagsOfObject(text) : cells.tagsOfPairs(text);
            boolean asTheyAre = source.renames().isEmpty() && source.prefix().isEmpty();
            return asTheyAre ? tags : cells.renamed(tags, renames(source), source.prefix());
        });
    }

    /** The keys are known here already; columns whose keys become equal fill each other's gaps. */
    private Optional<String> columnEntries(TagSource source, Set<String> copied) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        for (String beginning : source.headings()) {
            for (Map.Entry<String, SourceCell> column : columns.beginningWith(beginning)) {
                copied.add(column.getValue().column());
                found.computeIfAbsent(key(source, column.getKey()), absent -> new ArrayList<>())
                        .add(reader.text(column.getValue()));
            }
        }
        List<KeyedColumn> keyed = new ArrayList<>();
        found.forEach((key, texts) -> keyed.add(
                new KeyedColumn(key, texts.size() == 1 ? texts.get(0) : "coalesce(" + String.join(", ", texts) + ")")));
        return keyed.isEmpty() ? Optional.empty() : Optional.of(cells.tagsOfColumns(keyed));
    }

    private static String key(TagSource source, String name) {
        String renamed = source.renames().stream()
                .filter(rename -> name.startsWith(rename.beginning()))
                .findFirst()
                .map(rename -> rename.with() + name.substring(rename.beginning().length()))
                .orElse(name);
        return source.prefix() + renamed;
    }
}
