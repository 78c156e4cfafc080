package org.apportion.config.section;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.MapNode;
import org.apportion.model.price.ExchangeRate;

/** Section {@code currencies}: dated exchange rates from CSV files and YAML. */
final class CurrenciesSection {
    private static final List<String> COLUMNS = List.of("date", "from", "to", "rate", "source");

    private final Problems problems;
    private final List<ExchangeRate> rates = new ArrayList<>();
    private final Map<Key, Place> places = new HashMap<>();

    CurrenciesSection(MapNode root, Binding binding) {
        this.problems = binding.problems();
        Fields section = Fields.section(root, "currencies", problems);
        new CsvRows(binding, COLUMNS, COLUMNS).read(section).forEach(this::add);
        section.items("rates").forEach(this::add);
    }

    List<ExchangeRate> rates() {
        return rates;
    }

    private void add(Fields rate) {
        Optional<LocalDate> day = rate.date("date");
        Optional<BigDecimal> value = rate.decimal("rate");
        Optional<String> from = rate.text("from");
        Optional<String> to = rate.text("to");
        if (day.isEmpty() || value.isEmpty() || from.isEmpty() || to.isEmpty()) {
            return;
        }
        if (value.get().signum() <= 0) {
            Place place = rate.scalar("rate").orElseThrow().place();
            problems.add(
                    ConfigError.CONFIG_WRONG_VALUE,
                    place,
                    "The rate " + value.get() + " is not above zero.",
                    "Mend it.");
            return;
        }
        Place known = places.putIfAbsent(new Key(day.get(), from.get(), to.get()), rate.place());
        if (known != null) {
            problems.add(
                    ConfigError.CONFIG_DUPLICATE_NAME,
                    rate.place(),
                    "The rate " + from.get() + " to " + to.get() + " of " + day.get() + " is there already, at " + known
                            + ".",
                    "Keep one of them.");
            return;
        }
        rates.add(new ExchangeRate(
                day.get(),
                from.get(),
                to.get(),
                value.get(),
                rate.text("source").orElse("")));
    }

    private record Key(LocalDate day, String from, String to) {}
}
