package org.apportion.ingest.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apportion.ingest.mapping.SourceLayout.SourceColumn;
import org.apportion.spi.CellFunctions;
import org.apportion.spi.CellFunctions.Shape;
import org.apportion.spi.Dialect;

/** Finds the cells that a mapping names among the columns of one file. */
final class BoundColumns {
    /** The alias of the source relation in every plan. */
    private static final String SOURCE = "s.";

    private final SourceLayout layout;
    private final Dialect dialect;
    private final Map<String, SourceColumn> exact = new LinkedHashMap<>();
    private final Map<String, SourceColumn> plain = new LinkedHashMap<>();
    private final Map<String, SourceColumn> inBrackets = new LinkedHashMap<>();
    private final Map<String, String> constants = new LinkedHashMap<>();

    BoundColumns(SourceLayout layout, Dialect dialect) {
        this.layout = layout;
        this.dialect = dialect;
        for (SourceColumn column : layout.columns()) {
            exact.put(column.name(), column);
            plain.putIfAbsent(Headings.plain(column.name()), column);
            inBrackets.putIfAbsent(Headings.inBrackets(column.name()), column);
        }
        plain.remove("");
        inBrackets.remove("");
        layout.constants().forEach((name, value) -> constants.put(Headings.plain(name), value));
    }

    /**
     * A cell of the source.
     *
     * @param column the source column it is, or is a part of
     * @param sql expression of its own type
     * @param whole not only a part of the column
     */
    record SourceCell(String column, String sql, String type, boolean whole) {}

    /** The cell under the first heading that the file has, else a constant of that name. */
    Optional<SourceCell> find(List<String> headings) {
        for (String heading : headings) {
            Optional<SourceCell> cell = column(heading).map(this::whole).or(() -> nested(heading));
            if (cell.isPresent()) {
                return cell;
            }
        }
        return headings.stream()
                .map(heading -> constants.get(Headings.plain(heading)))
                .filter(value -> value != null)
                .findFirst()
                .map(value -> new SourceCell("", dialect.text(value), SourceColumn.TEXT, false));
    }

    boolean has(List<String> headings) {
        return headings.stream().anyMatch(heading -> column(heading).isPresent());
    }

    Optional<SourceColumn> column(String heading) {
        SourceColumn column = exact.get(heading);
        if (column == null) {
            column = plain.get(Headings.plain(heading));
        }
        if (column == null) {
            column = inBrackets.get(Headings.plain(heading));
        }
        return Optional.ofNullable(column);
    }

    /** Columns whose names begin with a text, in any case, each with the rest of its name. */
    List<Map.Entry<String, SourceCell>> beginningWith(String beginning) {
        List<Map.Entry<String, SourceCell>> found = new ArrayList<>();
        String lower = beginning.toLowerCase(Locale.ROOT);
        for (SourceColumn column : layout.columns()) {
            boolean fits = column.name().toLowerCase(Locale.ROOT).startsWith(lower);
            if (fits && column.name().length() > beginning.length()) {
                found.add(Map.entry(column.name().substring(beginning.length()), whole(column)));
            }
        }
        return found;
    }

    private SourceCell whole(SourceColumn column) {
        return new SourceCell(column.name(), SOURCE + dialect.name(column.name()), column.type(), true);
    }

    private Optional<SourceCell> nested(String heading) {
        int dot = heading.indexOf('.');
        if (dot <= 0) {
            return Optional.empty();
        }
        Optional<SourceColumn> column = column(heading.substring(0, dot));
        return column.flatMap(found -> into(whole(found), heading.substring(dot + 1)));
    }

    private Optional<SourceCell> into(SourceCell outer, String path) {
        CellFunctions cells = dialect.cells();
        int dot = path.indexOf('.');
        String first = dot < 0 ? path : path.substring(0, dot);
        Optional<String> type = cells.fieldType(outer.type(), first);
        if (type.isPresent()) {
            SourceCell field =
                    new SourceCell(outer.column(), cells.field(outer.sql(), outer.type(), first), type.get(), false);
            return dot < 0 ? Optional.of(field) : into(field, path.substring(dot + 1));
        }
        Shape shape = cells.shape(outer.type());
        boolean otherStructure = outer.type().toUpperCase(Locale.ROOT).startsWith("STRUCT(");
        if ((shape != Shape.NESTED && shape != Shape.TEXT) || otherStructure) {
            return Optional.empty();
        }
        String sql = cells.jsonField(cells.text(outer.sql(), outer.type()), path);
        return Optional.of(new SourceCell(outer.column(), sql, SourceColumn.TEXT, false));
    }
}
