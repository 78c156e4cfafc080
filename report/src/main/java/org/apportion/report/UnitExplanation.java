package org.apportion.report;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apportion.lake.LakeView;
import org.apportion.ledger.Run;
import org.apportion.model.ApportionException;
import org.apportion.model.Counted;
import org.apportion.model.organization.Organization;
import org.apportion.model.organization.OrganizationUnit;
import org.apportion.report.Ranking.Row;
import org.jspecify.annotations.Nullable;

/** Tells what makes up a unit's month: by service, the largest charges, the price lines. Units below it count. */
final class UnitExplanation {
    private static final int SERVICES = 10;
    private static final int CHARGES = 10;
    private static final int LINES = 5;

    private final ReportSession session;
    private final Run run;
    private final LakeView view;
    private final String unit;
    private final List<String> units;
    private final Months month;

    /** @throws ApportionException {@code REPORT_NOT_FOUND} for an unknown unit */
    UnitExplanation(ReportSession session, Run run, String unit) {
        this.session = session;
        this.run = run;
        this.view = session.of(run);
        this.unit = unit;
        this.month = Months.of(run.start().month());
        Organization organization = session.configuration(run.start().month()).organization();
        List<String> ids =
                organization.units().stream().map(OrganizationUnit::id).toList();
        if (!ids.contains(unit)) {
            throw new ApportionException(
                    ReportError.REPORT_NOT_FOUND,
                    "unit:" + unit,
                    "there is no such unit.",
                    NearestWord.of(unit, ids)
                            .map(nearest -> "Did you mean 'unit:" + nearest + "'?")
                            .orElse("List units with 'apportion report --by unit'."));
        }
        this.units = ids.stream()
                .filter(id -> organization.path(id).stream()
                        .anyMatch(above -> above.id().equals(unit)))
                .toList();
    }

    ExplanationNode node() {
        CostReport costs = new CostReport(session);
        List<Row> services = costs.costs(
                view,
                month,
                costs.ofCharges(view, month).by(List.of("service"), List.of()).andAlso(condition()));
        Map<List<@Nullable String>, BigDecimal> totals = Ranking.totals(services);
        String sums = totals.isEmpty()
                ? "nothing"
                : totals.entrySet().stream()
                        .map(total -> NodeDraft.money(
                                total.getValue(), String.valueOf(total.getKey().get(0))))
                        .collect(Collectors.joining(" and "));
        OrganizationUnit known = session.configuration(run.start().month())
                .organization()
                .find(unit)
                .orElseThrow();
        NodeDraft draft = new NodeDraft(
                        "unit",
                        known.name()
                                + (units.size() > 1
                                        ? " and the " + Counted.of(units.size() - 1, "unit") + " below it"
                                        : "")
                                + " used " + sums + " in " + run.start().month() + ".")
                .fact("unit", unit)
                .fact("month", run.start().month())
                .fact("run", run.id());
        totals.forEach((measure, total) -> draft.fact("amount_" + measure.get(0), total));
        List<Ranking.Placed> placed = new Ranking(SERVICES, false).place(services);
        NodeDraft byService = new NodeDraft("services", "By service:");
        placed.forEach(one -> byService.child(service(one)));
        draft.child(byService.node());
        draft.child(charges(totals));
        draft.child(new NodeDraft("prices", "What is asked of it:")
                .some(new PriceExplanation(session, view, month).ofUnits(units), LINES, "price lines", line -> line)
                .node());
        new ConfigurationChanges(session.configuration(run.start().month()))
                .since(run)
                .forEach(note -> draft.child(NodeDraft.leaf("changed", note)));
        return draft.node();
    }

    private String condition() {
        return "c.unit IN (" + units.stream().map(session.dialect()::text).collect(Collectors.joining(", ")) + ")";
    }

    private static ExplanationNode service(Ranking.Placed placed) {
        Row row = placed.row();
        String currency = String.valueOf(row.measure().get(0));
        String name = row.keys().get(0);
        return new NodeDraft(
                        "service",
                        (name == null ? "no service" : name) + ": " + NodeDraft.money(row.amount(), currency)
                                + (placed.share() == null
                                        ? "."
                                        : " (" + NodeDraft.percent(placed.share(), BigDecimal.ONE) + ")."))
                .fact("service", name)
                .fact("amount", row.amount())
                .fact("currency", currency)
                .fact("charges", row.count())
                .node();
    }

    private record Charged(
            StoredCharge charge, String currency, @Nullable String service) {}

    private ExplanationNode charges(Map<List<@Nullable String>, BigDecimal> totals) {
        List<Charged> largest = session.engine()
                .query(
                        "SELECT " + StoredCharge.COLUMNS + ", c."
                                + session.dialect().name("BillingCurrency") + ", c."
                                + session.dialect().name("ServiceName") + " FROM " + session.charges(view, month)
                                + " AS c WHERE " + condition()
                                + " ORDER BY abs(c.amount) DESC, c.record_group, c.day, c.part, c.tier, c.consumer_kind,"
                                + " c.consumer LIMIT " + CHARGES,
                        row -> new Charged(StoredCharge.of(row), Objects.requireNonNull(row.text(11)), row.text(12)));
        NodeDraft draft = new NodeDraft("charges", "Its largest charges:");
        largest.forEach(one -> draft.child(charge(one, totals)));
        return draft.child(NodeDraft.leaf("more", "Each is explained by its id; 'apportion report' lists all of them."))
                .node();
    }

    private static ExplanationNode charge(Charged one, Map<List<@Nullable String>, BigDecimal> totals) {
        BigDecimal total = Objects.requireNonNull(totals.get(List.of(one.currency())));
        StoredCharge charge = one.charge();
        return new NodeDraft(
                        "charge",
                        NodeDraft.money(charge.amount(), one.currency()) + " ("
                                + NodeDraft.percent(charge.amount(), total) + ") for " + charge.consumer() + " on "
                                + charge.day() + ", " + (one.service() == null ? "no service" : one.service())
                                + ": charge " + charge.id() + ".")
                .fact("id", charge.id())
                .fact("amount", charge.amount())
                .fact("currency", one.currency())
                .fact("consumer", charge.consumer())
                .fact("day", charge.day())
                .node();
    }
}
