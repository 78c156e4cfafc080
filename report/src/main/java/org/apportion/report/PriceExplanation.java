package org.apportion.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apportion.lake.LakeView;
import org.apportion.ledger.Run;
import org.apportion.model.table.Tables;
import org.apportion.report.ExplanationNode.Fact;
import org.apportion.spi.Dialect;
import org.apportion.spi.Row;
import org.jspecify.annotations.Nullable;

/** Tells what is asked for a cost: price lines with each step from cost to amount. */
final class PriceExplanation {
    private static final int LINES = 5;

    private final ReportSession session;
    private final String lines;

    PriceExplanation(ReportSession session, LakeView view, Months month) {
        this.session = session;
        this.lines = ReportSession.relation(view, Tables.PRICE_LINE, month);
    }

    /** Price lines in which the charge's cost went on: those of its unit, account and service on its day. */
    ExplanationNode of(StoredCharge charge, GroupFacts group, @Nullable String unit, SplitInputs inputs) {
        Dialect dialect = session.dialect();
        List<ExplanationNode> found = read(same("unit", unit) + " AND "
                + same("account", group.columns().get("SubAccountId")) + " AND "
                + same("service", group.columns().get("ServiceName")) + " AND cost_currency = "
                + dialect.text(group.currency()) + " AND route = 'account' AND from_day <= "
                + dialect.date(charge.day())
                + " AND to_day > " + dialect.date(charge.day()));
        if (!found.isEmpty()) {
            return new NodeDraft(
                            "prices",
                            inputs.isCorrection()
                                    ? "What " + inputs.run().start().month()
                                            + " asks for what has changed, together with"
                                            + " other cost of the same unit, account and service:"
                                    : "What is asked for this cost, together with other cost of the same unit, account"
                                            + " and service:")
                    .some(found, LINES, "price lines", line -> line)
                    .node();
        }
        return NodeDraft.leaf(
                "prices",
                inputs.isCorrection() ? notCorrected(charge, inputs.run()) : notAskedHere(charge, unit, inputs.run()));
    }

    private static String notCorrected(StoredCharge charge, Run run) {
        return "No price line of " + run.start().month() + " corrects what " + charge.month()
                + " asked for this cost on the account route.";
    }

    private String notAskedHere(StoredCharge charge, @Nullable String unit, Run run) {
        boolean otherOwners = !new ConfigurationChanges(session.configuration(charge.month()))
                .ofOwners(run)
                .isEmpty();
        if (otherOwners) {
            return "Run " + run.id()
                    + " asked this cost of whoever owned it then; owners have changed since. Run 'apportion run"
                    + " --month " + charge.month() + "' to ask it of " + (unit == null ? "nobody." : unit + ".");
        }
        boolean services = !session.engine()
                .query("SELECT 1 FROM " + lines + " AS p WHERE route = 'service' LIMIT 1", row -> true)
                .isEmpty();
        return services
                ? "This cost is asked by the service route: services that use it as a component receive it. See 'apportion"
                        + " explain unit:<id> " + charge.month() + "'."
                : "Run " + run.id() + " wrote no price line for this cost.";
    }

    /** All price lines of units, the largest first. */
    List<ExplanationNode> ofUnits(List<String> units) {
        Dialect dialect = session.dialect();
        return read("unit IN ("
                + String.join(", ", units.stream().map(dialect::text).toList()) + ")");
    }

    private String same(String column, @Nullable String value) {
        return value == null
                ? column + " IS NULL"
                : column + " = " + session.dialect().text(value);
    }

    private List<ExplanationNode> read(String condition) {
        return session.engine()
                .query(
                        "SELECT line, kind, route, unit, account, service, component, price, quantity, cost, cost_currency,"
                                + " amount, currency, from_day, to_day, steps FROM " + lines + " AS p WHERE "
                                + condition
                                + " ORDER BY abs(amount) DESC, line",
                        PriceExplanation::line);
    }

    private static ExplanationNode line(Row row) {
        BigDecimal cost = Objects.requireNonNull(row.decimal(9));
        BigDecimal amount = Objects.requireNonNull(row.decimal(11));
        String what = Stream.of(row.text(5), row.text(6), row.text(4))
                .flatMap(part -> Optional.ofNullable(part).stream())
                .reduce((left, right) -> left + ", " + right)
                .orElse("everything");
        NodeDraft draft = new NodeDraft(
                        "price",
                        "Price line " + row.number(0) + " (" + row.text(1) + ", " + row.text(2) + " route): "
                                + NodeDraft.money(cost, String.valueOf(row.text(10))) + " of cost becomes "
                                + NodeDraft.money(amount, String.valueOf(row.text(12))) + " for " + what + ".")
                .fact("line", row.number(0))
                .fact("price", row.text(7))
                .fact("quantity", row.decimal(8))
                .fact("cost", cost)
                .fact("cost_currency", row.text(10))
                .fact("amount", amount)
                .fact("currency", row.text(12))
                .fact("from", row.date(13))
                .fact("to", row.date(14));
        for (List<Fact> step : FlatJson.read(Objects.requireNonNull(row.text(15)))) {
            draft.child(step(step));
        }
        return draft.node();
    }

    private static ExplanationNode step(List<Fact> step) {
        List<String> words = new ArrayList<>();
        String name = "step";
        String result = "";
        String currency = "";
        for (Fact fact : step) {
            switch (fact.name()) {
                case "step" -> name = fact.value();
                case "result" -> result = NodeDraft.amount(new BigDecimal(fact.value()));
                case "currency" -> currency = fact.value();
                default -> words.add(fact.name() + " " + fact.value());
            }
        }
        String text =
                name + (words.isEmpty() ? "" : ": " + String.join(", ", words)) + " → " + result + " " + currency + ".";
        return new ExplanationNode("price-step", text, step, List.of());
    }
}
