package org.apportion.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.jspecify.annotations.Nullable;

/**
 * Prints a report as an aligned table (amounts with two decimals, thousands apart), as JSON or as CSV (both with all digits).
 * A table cell never holds control characters, a CSV cell never starts a spreadsheet formula.
 */
final class TablePrinter {
    private static final int WIDEST_TEXT = 60;

    private TablePrinter() {}

    static String print(ReportTable table, OutputFormat format) {
        return switch (format) {
            case table -> rows(table) + notes(table);
            case json -> JsonText.of(asTree(table));
            case csv -> asCsv(table);
        };
    }

    /** The aligned table without the notes that belong under it. */
    static String rows(ReportTable table) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(table.columns().stream()
                .map(column -> column.name().replace('_', ' '))
                .toList());
        table.rows().forEach(row -> lines.add(shown(table, row)));
        boolean hasTotals = !table.totals().isEmpty();
        if (hasTotals) {
            lines.add(shown(table, table.totals()));
        }
        int[] widths = widths(table, lines);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            if (i == 1 || (hasTotals && i == lines.size() - 1)) {
                text.append(rule(widths)).append('\n');
            }
            text.append(align(table.columns(), lines.get(i), widths)).append('\n');
            text.append(i == 0 ? "" : remarks(table.columns(), lines.get(i)));
        }
        return text.toString();
    }

    private static int[] widths(ReportTable table, List<List<String>> lines) {
        int[] widths = new int[table.columns().size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                if (table.columns().get(i).kind() != ReportColumn.Kind.REMARK) {
                    widths[i] = Math.max(widths[i], width(line.get(i)));
                }
            }
        }
        return widths;
    }

    /** Sentences stand under their row, each on a line of its own. */
    private static String remarks(List<ReportColumn> columns, List<String> cells) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            if (columns.get(i).kind() == ReportColumn.Kind.REMARK
                    && !cells.get(i).isEmpty()) {
                text.append("    ")
                        .append(columns.get(i).name())
                        .append(": ")
                        .append(cells.get(i))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String notes(ReportTable table) {
        StringBuilder text = new StringBuilder();
        table.notes().forEach(note -> text.append(printable(note)).append('\n'));
        return text.toString();
    }

    private static List<String> shown(ReportTable table, List<@Nullable Object> row) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            cells.add(shown(row.get(i), table.columns().get(i).kind()));
        }
        return cells;
    }

    private static String shown(@Nullable Object value, ReportColumn.Kind kind) {
        if (value == null) {
            return "";
        }
        if (value instanceof BigDecimal decimal) {
            return switch (kind) {
                case MONEY -> Amounts.money(decimal);
                case RATIO ->
                    decimal.movePointRight(2)
                                    .setScale(1, RoundingMode.HALF_EVEN)
                                    .toPlainString() + " %";
                default -> Amounts.quantity(decimal);
            };
        }
        if (value instanceof Long || value instanceof Integer) {
            return Amounts.count(((Number) value).longValue());
        }
        if (value instanceof Instant instant) {
            return instant.truncatedTo(ChronoUnit.SECONDS).toString();
        }
        String text = printable(value.toString());
        return kind == ReportColumn.Kind.REMARK ? text : shortened(text);
    }

    /** Keeps both ends: an id tells most at its end. */
    private static String shortened(String text) {
        int[] points = text.codePoints().toArray();
        if (points.length <= WIDEST_TEXT) {
            return text;
        }
        int head = WIDEST_TEXT / 3;
        int tail = WIDEST_TEXT - head - 1;
        return new String(points, 0, head) + "…" + new String(points, points.length - tail, tail);
    }

    /** Control characters would let a tag value move the cursor of whoever reads it. */
    static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '\uFFFD' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String rule(int[] widths) {
        List<String> parts = new ArrayList<>();
        for (int width : widths) {
            if (width > 0) {
                parts.add("─".repeat(width));
            }
        }
        return String.join("  ", parts);
    }

    private static String align(List<ReportColumn> columns, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            if (widths[i] == 0) {
                continue;
            }
            String blanks = " ".repeat(widths[i] - width(cells.get(i)));
            boolean right = columns.get(i).kind() != ReportColumn.Kind.TEXT
                    && columns.get(i).kind() != ReportColumn.Kind.TIME;
            line.append(i == 0 ? "" : "  ").append(right ? blanks + cells.get(i) : cells.get(i) + blanks);
        }
        return line.toString().stripTrailing();
    }

    private static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    private static Map<String, Object> asTree(ReportTable table) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("title", table.title());
        tree.put("rows", table.rows().stream().map(row -> asTree(table, row)).toList());
        if (!table.totals().isEmpty()) {
            tree.put("totals", asTree(table, table.totals()));
        }
        tree.put("notes", table.notes());
        return tree;
    }

    private static Map<String, @Nullable Object> asTree(ReportTable table, List<@Nullable Object> row) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            tree.put(table.columns().get(i).name(), row.get(i));
        }
        return tree;
    }

    private static String asCsv(ReportTable table) {
        StringBuilder text = new StringBuilder();
        text.append(table.columns().stream().map(ReportColumn::name).collect(Collectors.joining(",")))
                .append('\n');
        for (List<@Nullable Object> row : table.rows()) {
            text.append(row.stream().map(TablePrinter::csvCell).collect(Collectors.joining(",")))
                    .append('\n');
        }
        return text.toString();
    }

    private static String csvCell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        String text = value.toString();
        if (value instanceof String && !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0) {
            text = "'" + text;
        }
        boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
