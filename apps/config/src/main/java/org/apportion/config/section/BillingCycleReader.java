package org.apportion.config.section;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.metering.BillingCycle;
import org.apportion.model.metering.BillingInterval;

/** Reads when a product is billed: the interval, and the dates of a fixed one. */
final class BillingCycleReader {
    private static final DateTimeFormatter PLAIN =
            DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);

    private final Fields fields;
    private final Problems problems;

    BillingCycleReader(Fields fields) {
        this.fields = fields;
        this.problems = fields.problems();
    }

    BillingCycle cycle() {
        Optional<ScalarNode> word = fields.scalar("billing_interval");
        if (word.isEmpty()) {
            problems.add(
                    ConfigError.CONFIG_KEY_MISSING,
                    fields.place(),
                    "The key 'billing_interval' is missing.",
                    "Add it: hourly, daily, monthly, fixed or test.");
        }
        BillingInterval interval =
                Words.find(fields, "billing_interval", BillingInterval.values()).orElse(BillingInterval.MONTHLY);
        boolean isFixed = interval == BillingInterval.FIXED;
        int trial = fields.number("trial_periods").orElse(isFixed ? 0 : 1);
        if (!isFixed) {
            unused("billing_dates");
            unused("end_of_support");
            return new BillingCycle(interval, List.of(), Optional.empty(), trial);
        }
        return new BillingCycle(
                interval, dates(), fields.scalar("end_of_support").flatMap(this::instant), trial);
    }

    private List<LocalDate> dates() {
        Optional<ScalarNode> node = fields.scalar("billing_dates");
        if (node.isEmpty()) {
            problems.add(
                    ConfigError.CONFIG_KEY_MISSING,
                    fields.place(),
                    "The key 'billing_dates' is missing, so the interval fixed would never bill.",
                    "Add it, such as 20270101,20280101.");
            return List.of();
        }
        ScalarNode list = node.get();
        List<LocalDate> dates = new ArrayList<>();
        for (String text : list.text().split(",", -1)) {
            date(list, text.strip()).ifPresent(date -> {
                if (!dates.isEmpty() && !date.isAfter(dates.get(dates.size() - 1))) {
                    problems.add(
                            ConfigError.CONFIG_WRONG_VALUE,
                            list.place(),
                            "The date " + date + " is not after the one before it.",
                            "List the dates from the earliest to the latest, each once.");
                }
                dates.add(date);
            });
        }
        return dates;
    }

    /** A day is its beginning. */
    private Optional<Instant> instant(ScalarNode node) {
        Optional<LocalDate> day = date(node, node.text());
        return day.isPresent()
                        && node.text().length() > LocalDate.EPOCH.toString().length()
                ? Optional.of(
                        OffsetDateTime.parse(node.text().replace(' ', 'T')).toInstant())
                : day.map(date -> date.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private Optional<LocalDate> date(ScalarNode node, String text) {
        try {
            if (text.matches("[0-9]{8}")) {
                return Optional.of(LocalDate.parse(text, PLAIN));
            }
            return Optional.of(
                    text.length() > 10
                            ? OffsetDateTime.parse(text.replace(' ', 'T'))
                                    .withOffsetSameInstant(ZoneOffset.UTC)
                                    .toLocalDate()
                            : LocalDate.parse(text));
        } catch (DateTimeParseException e) {
            problems.add(
                    ConfigError.CONFIG_WRONG_VALUE,
                    node.place(),
                    "'" + text + "' is not a day of the calendar.",
                    "Write it like 20270101 or 2027-01-01.");
            return Optional.empty();
        }
    }

    private void unused(String key) {
        fields.scalar(key)
                .ifPresent(node -> problems.warn(
                        ConfigError.CONFIG_CONFLICT,
                        node.place(),
                        "The key '" + key + "' is used by the interval fixed only.",
                        "Remove it, or write billing_interval: fixed."));
    }
}
