package org.apportion.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apportion.lake.LakeView;
import org.apportion.ledger.Run;
import org.apportion.model.BillingMonth;
import org.apportion.report.Ranking.Row;
import org.apportion.spi.Dialect;
import org.jspecify.annotations.Nullable;

/**
 * One of two runs that are compared.
 *
 * @param words columns of the words asked for
 * @param amounts charges by group and position
 * @param prices by position, cost divided by pricing quantity over the whole bill; only where there is a quantity
 */
record CompareSide(
        List<ReportColumn> words, Map<Cell, BigDecimal> amounts, Map<List<@Nullable String>, BigDecimal> prices) {

    private static final String CLASS = "ChargeClass";

    /** What a price belongs to, its family first. The billing currency follows. */
    private static final List<String> POSITION = List.of(
            "ServiceName",
            "PricingUnit",
            CLASS,
            "SkuId",
            "SkuMeter",
            "RegionId",
            "ChargeCategory",
            "PricingCategory",
            "CommitmentDiscountStatus");

    private static final int PRICE_DIGITS = 40;

    /**
     * @param group values of the words asked for, then the currency
     * @param position values of the columns of a position, then the currency
     */
    record Cell(List<@Nullable String> group, List<@Nullable String> position) {

        /** Whether it is a correction of another month: the provider's own, or one that this month books for a closed one. */
        boolean corrects() {
            return "Correction".equals(position.get(POSITION.indexOf(CLASS)));
        }
    }

    static CompareSide read(ReportSession session, Run run, CompareQuery query) {
        Months months = Months.of(run.start().month());
        LakeView view = session.of(run);
        CostReport costs = new CostReport(session);
        List<Dimension> asked = costs.ofCharges(view, months)
                .by(query.by(), List.of("currency"))
                .keys();
        Question question = costs.ofCharges(view, months)
                .by(query.by(), List.of("currency"))
                .by(POSITION, List.of())
                .where(query.where());
        Vocabulary vocabulary = Vocabulary.ofCharges(session);
        List<Integer> places = POSITION.stream()
                .map(column -> question.keys().indexOf(vocabulary.find(column)))
                .toList();
        Map<Cell, BigDecimal> amounts = new LinkedHashMap<>();
        for (Row row : costs.costs(view, months, question)) {
            List<@Nullable String> group = new ArrayList<>(row.keys().subList(0, asked.size()));
            List<@Nullable String> position = new ArrayList<>();
            places.forEach(place -> position.add(row.keys().get(place)));
            group.add(row.measure().get(0));
            position.add(row.measure().get(0));
            amounts.merge(new Cell(group, position), row.amount(), BigDecimal::add);
        }
        return new CompareSide(
                asked.stream().map(Dimension::column).toList(),
                amounts,
                prices(session, view, run.start().month()));
    }

    private static Map<List<@Nullable String>, BigDecimal> prices(
            ReportSession session, LakeView view, BillingMonth month) {
        Dialect dialect = session.dialect();
        List<String> key = new ArrayList<>(POSITION);
        key.add("BillingCurrency");
        int width = key.size();
        String positions =
                IntStream.rangeClosed(1, width).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String select = "SELECT " + key.stream().map(dialect::name).collect(Collectors.joining(", ")) + ", sum("
                + dialect.name(session.configuration().costBasis().column()) + "), sum("
                + dialect.name("PricingQuantity") + ") FROM " + ReportSession.costRecords(view, month)
                + " AS r GROUP BY " + positions;
        Map<List<@Nullable String>, BigDecimal> prices = new HashMap<>();
        session.engine().query(select, row -> {
            List<@Nullable String> position = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                position.add(row.text(i));
            }
            BigDecimal quantity = row.decimal(width + 1);
            if (quantity != null && quantity.signum() != 0) {
                BigDecimal cost = Objects.requireNonNull(row.decimal(width));
                prices.put(position, cost.divide(quantity, PRICE_DIGITS, RoundingMode.HALF_EVEN));
            }
            return position;
        });
        return prices;
    }
}
