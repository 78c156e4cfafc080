package org.apportion.report.statement;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apportion.model.BillingMonth;
import org.apportion.model.PortableHash;

/** Writes a statement as HTML: one file that opens offline, in light and dark, and prints. */
public final class StatementPage {
    /** The first line of each page, by which one is known. */
    public static final String FIRST_LINE = "<!DOCTYPE html><!-- statement by Apportion -->";

    private static final String TEMPLATES = "org.apportion.report.statement.page";
    private static final int LABEL = 26;
    private static final int LONGEST_NAME = 48;
    private static final int MONTH_LABELS = 12;

    private final TemplateEngine templates =
            TemplateEngine.createPrecompiled(null, ContentType.Html, StatementPage.class.getClassLoader(), TEMPLATES);
    private final String style = resource("statement.css");

    /** The page as text; ends with a line break. */
    public String html(Statement statement) {
        StringOutput output = new StringOutput();
        templates.render("statement.jte", new Model(statement, style), output);
        return FIRST_LINE + "\n" + printable(output.toString().strip()) + "\n";
    }

    /** HTML allows no control characters but these; the others become U+FFFD, as in tables. */
    private static String printable(String html) {
        return html.replaceAll("[\\p{Cntrl}\\x7f-\\x9f&&[^\\n\\t]]", "\uFFFD");
    }

    /** Name of the file of a page, the same for the same unit: letters, digits, {@code . _ -} only. */
    public static String fileName(BillingMonth month, Optional<String> unit) {
        return unit.map(id -> month + "-" + safe(id)).orElse(month.toString()) + ".html";
    }

    private static String safe(String id) {
        String safe = id.replaceAll("[^A-Za-z0-9._-]", "_");
        return safe.equals(id) ? id : safe + "-" + Long.toHexString(PortableHash.of(id));
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(StatementPage.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the template sees. */
    public record Model(Statement statement, String style) {

        /** Name of the file that a link leads to, in the same folder. */
        public String href(Optional<Statement.Link> link) {
            return fileName(statement.month(), link.map(Statement.Link::id));
        }

        public Bars trend(Statement.Part part, int length) {
            return new Bars(
                    part.trend().stream()
                            .map(point -> point.amount().orElse(BigDecimal.ZERO))
                            .toList(),
                    length);
        }

        public Bars bars(Statement.Ranked ranked, int length) {
            return new Bars(ranked.rows().stream().map(Statement.Row::amount).toList(), length);
        }

        /** What fits beside a bar; the whole text stands in the table. */
        public String label(String text) {
            return text.codePointCount(0, text.length()) <= LABEL
                    ? text
                    : text.substring(0, text.offsetByCodePoints(0, LABEL - 1)) + "\u2026";
        }

        /** A long name of a resource by its end, which tells it apart. */
        public String end(String name) {
            int length = name.codePointCount(0, name.length());
            return length <= LONGEST_NAME
                    ? name
                    : "\u2026" + name.substring(name.offsetByCodePoints(0, length - LONGEST_NAME + 1));
        }

        /** Whether the month has room for a label under the trend; the last one always has. */
        public boolean isLabelled(Statement.Part part, Statement.Point point) {
            int every = (part.trend().size() + MONTH_LABELS - 1) / MONTH_LABELS;
            return (part.trend().size() - 1 - part.trend().indexOf(point)) % every == 0;
        }

        /** The command that explains the page's amounts. */
        public List<String> commands() {
            String month = statement.month().toString();
            return statement
                    .unit()
                    .map(unit -> List.of(
                            "apportion explain " + quoted("unit:" + unit.id()) + " " + month,
                            "apportion charges --month " + month + " --where " + quoted(filter(unit))))
                    .orElse(List.of(
                            "apportion report --month " + month + " --by service,rule",
                            "apportion charges --month " + month + " --limit 50",
                            "apportion unallocated --month " + month));
        }

        private static String filter(Statement.Link unit) {
            return unit.kind().equals("unit") ? "unit=" + unit.id() : unit.kind() + "=" + unit.name();
        }

        private static String quoted(String word) {
            return word.matches("[A-Za-z0-9:=._-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
        }
    }
}
