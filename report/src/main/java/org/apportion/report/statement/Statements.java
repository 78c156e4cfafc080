package org.apportion.report.statement;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.CodePointOrder;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.apportion.report.CoverageQuery;
import org.apportion.report.MonthSummary;
import org.apportion.report.Months;
import org.apportion.report.Reports;
import org.apportion.report.statement.Statement.Link;
import org.apportion.report.statement.Statement.Part;
import org.apportion.report.statement.Statement.Point;
import org.apportion.report.statement.Statement.Ranked;

/**
 * Puts the statements of a month together: one for the whole organization, one for each unit that was charged anything in the
 * months of the trend, or is asked anything in this one.
 */
public final class Statements {
    private static final int ROWS = 15;

    private final Organization organization;
    private final Months trend;
    private final Set<BillingMonth> known;
    private final MonthSummary summary;
    private final Figures figures;
    private final Gaps gaps;
    private final Coverages coverages;
    private final Changes changes;
    private final boolean compared;

    /**
     * Asks for everything at once.
     *
     * @param trendMonths how many months the trend shows, the statement's own included; above zero
     * @throws ApportionException {@code REPORT_NO_RUN} if the month has no committed run
     */
    public Statements(Reports reports, BillingMonth month, int trendMonths) {
        this.organization = reports.organization(month);
        this.summary = reports.summary(month);
        this.trend = new Months(month.plusMonths(1 - trendMonths), month);
        this.known = new LinkedHashSet<>(reports.months());
        BillingMonth before = month.plusMonths(-1);
        this.compared = known.contains(before);
        this.figures = new Figures(reports, trend, compared ? Optional.of(before) : Optional.empty());
        this.gaps = new Gaps(reports.unallocated(month, ROWS));
        this.coverages = new Coverages(
                reports.coverage(new CoverageQuery(new Months(month, month), List.of(), List.of(), List.of())));
        this.changes = new Changes(organization, figures);
    }

    /** The page of the whole organization. */
    public Statement organization() {
        return statement(Figures.ALL, Optional.empty());
    }

    /** Ids of the units that have a page, in the order of the organization. */
    public List<String> units() {
        return organization.units().stream()
                .map(OrganizationUnit::id)
                .filter(unit -> !figures.trend.currencies(unit).isEmpty()
                        || !figures.prices.currencies(unit).isEmpty())
                .toList();
    }

    /**
     * The page of one unit with all units below it.
     *
     * @throws IllegalArgumentException if the organization of the month has no such unit
     */
    public Statement of(String unit) {
        OrganizationUnit found = organization
                .find(unit)
                .orElseThrow(() -> new IllegalArgumentException("the organization has no unit " + unit));
        return statement(unit, Optional.of(found));
    }

    private Statement statement(String page, Optional<OrganizationUnit> unit) {
        List<Link> path = new ArrayList<>();
        organization.path(page).forEach(ancestor -> path.add(0, link(ancestor)));
        if (!path.isEmpty()) {
            path.remove(path.size() - 1);
        }
        List<Part> parts = new ArrayList<>();
        for (String currency : currencies(page)) {
            parts.add(part(page, currency));
        }
        List<String> notes = new ArrayList<>();
        if (!compared) {
            notes.add("The month before has no run, so nothing is compared.");
        }
        if (page.isEmpty()) {
            notes.addAll(summary.notes());
        } else {
            notes.addAll(approximate(page));
            notes.addAll(corrections(page));
        }
        return new Statement(trend.last(), unit.map(Statements::link), path, provenance(), parts, prices(page), notes);
    }

    /**
     * What a tier by usage should have split, but had no usage for; the page of all says it among the month's notes. It is no part of a sum
     * that credits have made smaller.
     */
    private List<String> approximate(String page) {
        List<String> notes = new ArrayList<>();
        for (String currency : currencies(page)) {
            BigDecimal part = figures.approximate.of(page, currency).getOrDefault("yes", BigDecimal.ZERO);
            if (part.signum() != 0) {
                BigDecimal all = figures.approximate.total(page, currency);
                boolean isPart = part.signum() == all.signum() && part.abs().compareTo(all.abs()) <= 0;
                notes.add("Approximate for want of usage: " + Shown.money(part, currency)
                        + (isPart ? " of " + Shown.money(all, currency) : "") + " " + currency + ".");
            }
        }
        return notes;
    }

    /** What stands in this month's amounts, but is another month's cost. */
    private List<String> corrections(String page) {
        List<String> notes = new ArrayList<>();
        for (String currency : figures.corrections.currencies(page)) {
            figures.corrections
                    .of(page, currency)
                    .forEach((month, amount) -> notes.add("These amounts hold corrections of " + month + ": "
                            + Shown.money(amount, currency) + " " + currency
                            + ". 'apportion periods corrections --month " + trend.last() + "' lists them."));
        }
        return notes;
    }

    /** Those of the cost; without any those in which units below are asked something, which are reached from there. */
    private Set<String> currencies(String page) {
        Set<String> currencies = new TreeSet<>(CodePointOrder.INSTANCE);
        currencies.addAll(figures.trend.currencies(page));
        if (currencies.isEmpty() && !isLeaf(page)) {
            figures.children.currencies(page).stream()
                    .filter(currency -> figures.children.of(page, currency).keySet().stream()
                            .anyMatch(unit -> below(page, unit).isPresent()))
                    .findFirst()
                    .ifPresent(currencies::add);
        }
        return currencies;
    }

    private Part part(String page, String currency) {
        Optional<Ranked> units = units(page, currency);
        Ranked services = Rounding.rank(
                "By service", currency, figures.services.of(page, currency), ROWS, any -> Optional.empty());
        return new Part(
                currency,
                figures.services.total(page, currency),
                compared ? Optional.of(figures.servicesBefore.total(page, currency)) : Optional.empty(),
                points(page, currency),
                units,
                services,
                compared ? Statement.Mover.shown(changes.of(page, currency), services) : List.of(),
                page.isEmpty() ? gaps.of(currency, units) : Optional.empty(),
                page.isEmpty() ? coverages.of(currency) : List.of(),
                page.isEmpty() ? bridge(currency) : Optional.empty());
    }

    private List<Point> points(String page, String currency) {
        Map<String, BigDecimal> amounts = figures.trend.of(page, currency);
        return trend.all().stream()
                .dropWhile(month -> !known.contains(month))
                .map(month -> new Point(
                        month,
                        known.contains(month)
                                ? Optional.of(amounts.getOrDefault(month.toString(), BigDecimal.ZERO))
                                : Optional.empty()))
                .toList();
    }

    private Optional<Ranked> units(String page, String currency) {
        if (isLeaf(page)) {
            return Optional.empty();
        }
        Map<String, BigDecimal> sums = new TreeMap<>(CodePointOrder.INSTANCE);
        sums.putAll(figures.children.of(page, currency));
        Set<String> shown = currencies(page);
        if (shown.iterator().next().equals(currency)) {
            figures.children.currencies(page).stream()
                    .flatMap(any -> figures.children.of(page, any).keySet().stream())
                    .filter(unit -> shown.stream()
                            .noneMatch(any -> figures.children.of(page, any).containsKey(unit)))
                    .forEach(unit -> sums.put(unit, BigDecimal.ZERO));
        }
        return Optional.of(Rounding.rank("By unit", currency, sums, Integer.MAX_VALUE, key -> below(page, key)));
    }

    private boolean isLeaf(String page) {
        return !page.isEmpty() && organization.units().stream().noneMatch(unit -> page.equals(unit.parentId()));
    }

    private Optional<Link> below(String page, String unit) {
        return unit.equals(page) ? Optional.empty() : organization.find(unit).map(Statements::link);
    }

    private List<Ranked> prices(String page) {
        return figures.prices.currencies(page).stream()
                .map(currency -> Rounding.rank(
                        "Asked by the price book",
                        currency,
                        figures.prices.of(page, currency),
                        ROWS,
                        any -> Optional.empty()))
                .toList();
    }

    private Optional<Statement.Bridge> bridge(String currency) {
        return summary.totals().stream()
                .filter(total ->
                        total.currency().equals(currency) && !total.bridge().isFlat())
                .map(MonthSummary.Total::bridge)
                .map(bridge -> new Statement.Bridge(
                        bridge.invoiced(),
                        bridge.prepaid(),
                        bridge.used(),
                        bridge.unused(),
                        bridge.other(),
                        bridge.effective(),
                        corrections(currency, bridge.effective())))
                .findFirst();
    }

    /** What leads from the effective cost to the total of all units; nothing if that is another cost. */
    private Map<String, BigDecimal> corrections(String currency, BigDecimal effective) {
        Map<String, BigDecimal> corrections = figures.corrections.of(Figures.ALL, currency);
        BigDecimal total = figures.services.total(Figures.ALL, currency);
        BigDecimal corrected = figures.corrections.total(Figures.ALL, currency);
        return effective.add(corrected).compareTo(total) == 0 ? corrections : Map.of();
    }

    private Statement.Provenance provenance() {
        return new Statement.Provenance(
                summary.runId(),
                summary.started(),
                summary.codeVersion(),
                summary.proofs(),
                summary.records(),
                summary.charges());
    }

    private static Link link(OrganizationUnit unit) {
        return new Link(unit.id(), unit.name(), unit.kind());
    }
}
