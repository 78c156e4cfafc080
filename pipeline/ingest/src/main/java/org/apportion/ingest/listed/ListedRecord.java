package org.apportion.ingest.listed;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apportion.ingest.problem.ImportError;
import org.apportion.model.BillingMonth;
import org.apportion.model.source.ListedCost;
import org.apportion.model.table.Column;
import org.jspecify.annotations.Nullable;

/**
 * A listed cost in one month.
 *
 * <p>The amount is {@code amount per month x days valid in the month / days of the month}, rounded half-even at 18 decimals:
 * 310 EUR valid from October 11 is 310 x 21 / 31 = 210 EUR.
 *
 * @param from first day valid in the month
 * @param to first day no longer valid in the month
 */
record ListedRecord(ListedCost cost, BillingMonth month, LocalDate from, LocalDate to) {
    private static final int SCALE = 18;
    private static final List<String> DERIVED = List.of(
            "BilledCost",
            "EffectiveCost",
            "ListCost",
            "ContractedCost",
            "BillingCurrency",
            "BillingPeriodStart",
            "BillingPeriodEnd",
            "ChargePeriodStart",
            "ChargePeriodEnd",
            "Tags");

    /** Empty if the cost is not valid on any day of the month. */
    static Optional<ListedRecord> of(ListedCost cost, BillingMonth month) {
        LocalDate from = later(month.firstDay(), cost.validity().from());
        LocalDate to = earlier(month.endDay(), cost.validity().to());
        return from.isBefore(to) ? Optional.of(new ListedRecord(cost, month, from, to)) : Optional.empty();
    }

    BigDecimal amount() {
        BigDecimal days = BigDecimal.valueOf(ChronoUnit.DAYS.between(from, to));
        return cost.amountPerMonth()
                .amount()
                .multiply(days)
                .divide(BigDecimal.valueOf(month.days()), SCALE, RoundingMode.HALF_EVEN);
    }

    /** The same for the same content, whatever the order of its columns and tags. */
    String fingerprint() {
        return String.join(
                "\n",
                cost.id(),
                cost.amountPerMonth().currency(),
                amount().toPlainString(),
                from.toString(),
                to.toString(),
                new TreeMap<>(cost.columns()).toString(),
                new TreeMap<>(cost.tags()).toString());
    }

    /**
     * Values for these columns, null where the record has none.
     *
     * @param place where the source is defined, for messages
     */
    @Nullable
    Object[] values(List<Column> columns, long row, String place) {
        Map<String, Object> values = derived(row);
        cost.columns().forEach((name, text) -> {
            Column column = columns.stream()
                    .filter(candidate -> candidate.name().equals(name) && !DERIVED.contains(name))
                    .findFirst()
                    .orElseThrow(() -> invalid(place, "Column " + name + " cannot be set."));
            values.put(name, typed(column, text, place));
        });
        return columns.stream().map(column -> values.get(column.name())).toArray();
    }

    private Map<String, Object> derived(long row) {
        Map<String, Object> values = new HashMap<>();
        for (String costColumn : List.of("BilledCost", "EffectiveCost", "ListCost", "ContractedCost")) {
            values.put(costColumn, amount());
        }
        values.put("BillingCurrency", cost.amountPerMonth().currency());
        values.put("BillingPeriodStart", month.start());
        values.put("BillingPeriodEnd", month.end());
        values.put("ChargePeriodStart", from.atStartOfDay(ZoneOffset.UTC).toInstant());
        values.put("ChargePeriodEnd", to.atStartOfDay(ZoneOffset.UTC).toInstant());
        values.put("ChargeCategory", "Usage");
        values.put("ChargeFrequency", "Recurring");
        values.put("ChargeDescription", cost.id());
        values.put("ServiceName", cost.id());
        values.put("Tags", cost.tags());
        values.put("x_BillingMonth", month.toString());
        values.put("x_row", row);
        return values;
    }

    private Object typed(Column column, String text, String place) {
        try {
            return switch (column.type()) {
                case MONEY -> new BigDecimal(text).setScale(SCALE, RoundingMode.UNNECESSARY);
                case TIMESTAMP -> Instant.parse(text);
                case STRING -> text;
                default -> throw invalid(place, "Column " + column.name() + " cannot be set.");
            };
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException e) {
            throw invalid(place, "'" + text + "' is no value for " + column.name() + ".");
        }
    }

    private RuntimeException invalid(String place, String problem) {
        return ImportError.IMPORT_SOURCE_INVALID.at(
                place, "Cost " + cost.id() + ": " + problem, "Name a FOCUS column of text, number or time.");
    }

    private static LocalDate later(LocalDate day, @Nullable LocalDate bound) {
        return bound == null || bound.isBefore(day) ? day : bound;
    }

    private static LocalDate earlier(LocalDate day, @Nullable LocalDate bound) {
        return bound == null || bound.isAfter(day) ? day : bound;
    }
}
