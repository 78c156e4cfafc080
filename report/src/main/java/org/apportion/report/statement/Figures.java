package org.apportion.report.statement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apportion.model.BillingMonth;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.apportion.report.CostQuery;
import org.apportion.report.Months;
import org.apportion.report.ReportColumn;
import org.apportion.report.ReportTable;
import org.apportion.report.Reports;
import org.jspecify.annotations.Nullable;

/** All sums that the statements of one month need, asked once for all units and added up the tree. */
final class Figures {
    /** The page of the whole organization. */
    static final String ALL = "";

    private static final int CONTRIBUTORS = 3;

    final PageSums trend = new PageSums();
    final PageSums approximate = new PageSums();
    final PageSums services = new PageSums();
    final PageSums servicesBefore = new PageSums();
    final PageSums children = new PageSums();
    final PageSums prices = new PageSums();
    /** What the month books for closed months, by month and cause. */
    final PageSums corrections = new PageSums();
    /** The same by service. */
    final PageSums correctedServices = new PageSums();

    private final Map<List<String>, List<Contributor>> contributors = new HashMap<>();
    /** Units are added up by the tree that the month has; a closed one keeps its own. */
    private final Map<BillingMonth, Organization> trees = new HashMap<>();

    private final Reports reports;
    private final BillingMonth month;

    /** Who made a service's cost of one unit change. */
    record Contributor(String unit, String name, BigDecimal before, BigDecimal amount) {
        BigDecimal change() {
            return amount.subtract(before);
        }
    }

    Figures(Reports reports, Months trendMonths, Optional<BillingMonth> before) {
        this.reports = reports;
        this.month = trendMonths.last();
        each(reports.costs(CostQuery.of(trendMonths).by("unit", "month")), (row, amount) -> {
            BillingMonth of = BillingMonth.parse(row.text("month"));
            trend.add(pages(row.unit(), of), row.currency(), of.toString(), amount);
            if (of.equals(month)) {
                addChild(row, amount);
            }
        });
        each(
                reports.costs(CostQuery.of(month).by("unit", "service")),
                (row, amount) -> services.add(pages(row.unit()), row.currency(), row.text("service"), amount));
        each(
                reports.costs(CostQuery.of(month).by("unit", "approximate")),
                (row, amount) -> approximate.add(pages(row.unit()), row.currency(), row.text("approximate"), amount));
        each(reports.costs(CostQuery.of(month).by("unit", "kind", "service").withPrices()), (row, amount) -> {
            prices.add(pages(row.unit()), row.currency(), priced(row), amount);
            addChild(row, BigDecimal.ZERO);
        });
        each(reports.corrections(month, false), (row, amount) -> {
            String why = row.text("of_month") + " (" + row.text("cause").replace("+", ", ") + ")";
            corrections.add(pages(row.unit()), row.currency(), why, amount);
            correctedServices.add(pages(row.unit()), row.currency(), row.text("service"), amount);
        });
        before.ifPresent(earlier -> {
            each(
                    reports.costs(CostQuery.of(earlier).by("unit", "service")),
                    (row, amount) -> servicesBefore.add(
                            pages(row.unit(), earlier), row.currency(), row.text("service"), amount));
            each(reports.contributors(earlier, month, CONTRIBUTORS), this::addContributor);
        });
    }

    /** Of all units of the page, in the order asked; not more than the largest few of each unit. */
    List<Contributor> contributors(String page, String currency, String service) {
        return contributors.getOrDefault(List.of(page, currency, service), List.of());
    }

    private void addContributor(Cells row, BigDecimal amount) {
        Contributor one = new Contributor(row.unit(), row.text("contributor"), row.money("before"), amount);
        for (String page : pages(row.unit())) {
            contributors
                    .computeIfAbsent(List.of(page, row.currency(), row.text("service")), any -> new ArrayList<>())
                    .add(one);
        }
    }

    /** On each page of the unit's path the amount belongs to the next unit down, on the last to the unit itself. */
    private void addChild(Cells row, BigDecimal amount) {
        String below = row.unit();
        for (OrganizationUnit unit : tree(month).path(row.unit())) {
            children.add(List.of(unit.id()), row.currency(), below, amount);
            below = unit.id();
        }
        children.add(List.of(ALL), row.currency(), below, amount);
    }

    private static String priced(Cells row) {
        String service = row.text("service");
        return service.equals("(none)") ? row.text("kind") : row.text("kind") + ": " + service;
    }

    private Organization tree(BillingMonth of) {
        return trees.computeIfAbsent(of, reports::organization);
    }

    private List<String> pages(String unit) {
        return pages(unit, month);
    }

    private List<String> pages(String unit, BillingMonth of) {
        List<String> pages = new ArrayList<>();
        tree(of).path(unit).forEach(ancestor -> pages.add(ancestor.id()));
        pages.add(ALL);
        return pages;
    }

    private static void each(ReportTable table, BiConsumer<Cells, BigDecimal> use) {
        List<String> names = table.columns().stream().map(ReportColumn::name).toList();
        for (List<@Nullable Object> row : table.rows()) {
            Map<String, @Nullable Object> cells = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                cells.put(names.get(i), row.get(i));
            }
            Cells named = new Cells(cells);
            use.accept(named, named.money("amount"));
        }
    }

    /** One row by names of columns. */
    private record Cells(Map<String, @Nullable Object> cells) {
        String text(String name) {
            return String.valueOf(Objects.requireNonNullElse(cells.get(name), "(none)"));
        }

        String unit() {
            return text("unit");
        }

        String currency() {
            return text("currency");
        }

        BigDecimal money(String name) {
            return (BigDecimal) Objects.requireNonNull(cells.get(name));
        }
    }
}
