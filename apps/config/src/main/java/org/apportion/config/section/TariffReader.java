package org.apportion.config.section;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Place;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.ScalarNode;
import org.apportion.model.Money;
import org.apportion.model.Validity;
import org.apportion.model.price.Tariff;
import org.jspecify.annotations.Nullable;

/**
 * Reads how a usage price depends on the month's quantity, and finds gaps and overlaps of tiers. Bounds are inclusive above:
 * after {@code up-to: 100} the next tier begins above 100.
 */
record TariffReader(Problems problems, String currency) {
    private static final List<String> WAYS = List.of("price", "graduated", "volume", "package");

    /** Whether the month's quantity matters; adds a problem unless the price has exactly one way. */
    boolean isTariff(Fields price) {
        List<String> ways =
                WAYS.stream().filter(way -> price.node(way).isPresent()).toList();
        if (ways.size() != 1) {
            problems.add(
                    ConfigError.CONFIG_CONFLICT,
                    price.place(),
                    "The price has " + (ways.isEmpty() ? "no price" : String.join(" and ", ways)) + ".",
                    "Write exactly one of " + String.join(", ", WAYS) + ".");
        }
        boolean isPlain =
                ways.equals(List.of("price")) && price.node("included").isEmpty();
        price.scalar("counted-per")
                .filter(word -> isPlain)
                .ifPresent(word -> problems.add(
                        ConfigError.CONFIG_CONFLICT,
                        word.place(),
                        "One price for all units does not depend on what is counted together.",
                        "Remove counted-per, or write included, graduated, volume or package."));
        return !isPlain;
    }

    /** The tariff; empty after adding a problem. */
    Optional<Tariff> read(Fields price) {
        BigDecimal included = price.decimal("included").orElse(BigDecimal.ZERO);
        Tariff.CountedPer per = price.text("counted-per")
                .flatMap(word -> Stream.of(Tariff.CountedPer.values())
                        .filter(known -> known.text().equals(word))
                        .findFirst())
                .orElse(Tariff.CountedPer.UNIT);
        return way(price).map(way -> new Tariff(way, included, per));
    }

    /** The validity; always, after adding a problem, unless it begins and ends with a month, since tiers count whole months. */
    Validity wholeMonths(Fields price) {
        Validity validity = price.validity();
        boolean begins = isFirstOfMonth(price, "valid-from", validity.from());
        boolean ends = isFirstOfMonth(price, "valid-to", validity.to());
        return begins && ends ? validity : Validity.ALWAYS;
    }

    private boolean isFirstOfMonth(Fields price, String key, @Nullable LocalDate day) {
        boolean isFirst = day == null || day.getDayOfMonth() == 1;
        if (!isFirst) {
            problems.add(
                    ConfigError.CONFIG_WRONG_VALUE,
                    price.scalar(key).map(ScalarNode::place).orElse(price.place()),
                    key + " " + day + " lies inside a month, but this price counts the quantities of whole months.",
                    "Write the first day of a month.");
        }
        return isFirst;
    }

    private Optional<Tariff.Way> way(Fields price) {
        if (price.node("graduated").isPresent()) {
            return tiers(price, "graduated").map(Tariff.Graduated::new);
        } else if (price.node("volume").isPresent()) {
            return tiers(price, "volume").map(Tariff.Volume::new);
        } else if (price.node("package").isPresent()) {
            return price.child("package").flatMap(this::packages);
        }
        return money(price).map(money -> new Tariff.Graduated(List.of(new Tariff.Tier(null, money))));
    }

    private Optional<Tariff.Way> packages(Fields written) {
        Optional<BigDecimal> size = written.decimal("size");
        if (size.isPresent() && size.get().signum() == 0) {
            problems.add(
                    ConfigError.CONFIG_WRONG_VALUE,
                    written.scalar("size").orElseThrow().place(),
                    "A package of no units has no number.",
                    "Write a size above zero.");
            return Optional.empty();
        }
        return size.flatMap(units -> money(written).map(money -> new Tariff.Packages(units, money)));
    }

    private Optional<List<Tariff.Tier>> tiers(Fields price, String key) {
        List<Fields> written = price.items(key);
        List<Tariff.Tier> tiers = new ArrayList<>();
        boolean sound = true;
        BigDecimal end = BigDecimal.ZERO;
        for (Fields tier : written) {
            boolean last = tier == written.get(written.size() - 1);
            Optional<BigDecimal> upTo = tier.decimal("up-to");
            sound &= begins(tier, end) & ends(tier, end, upTo.orElse(null), last);
            end = upTo.orElse(end);
            money(tier).ifPresent(money -> tiers.add(new Tariff.Tier(upTo.orElse(null), money)));
        }
        return sound && tiers.size() == written.size() && isOneCurrency(price.place(), tiers)
                ? Optional.of(tiers)
                : Optional.empty();
    }

    private boolean begins(Fields tier, BigDecimal end) {
        Optional<BigDecimal> above = tier.decimal("above").filter(bound -> bound.compareTo(end) != 0);
        above.ifPresent(bound -> wrong(
                tier.scalar("above").orElseThrow().place(),
                bound.compareTo(end) > 0
                        ? "No tier holds quantities above " + text(end) + " up to " + text(bound) + "."
                        : "Quantities above " + text(bound) + " up to " + text(end) + " are in two tiers.",
                "Write above: " + text(end) + ", or leave it out; bounds are inclusive above."));
        return above.isEmpty();
    }

    private boolean ends(Fields tier, BigDecimal above, @Nullable BigDecimal upTo, boolean last) {
        if (upTo == null) {
            if (!last) {
                wrong(
                        tier.place(),
                        "The tier has no up-to, so the tiers after it are never reached.",
                        "Give it an up-to, or move it to the end.");
            }
            return last;
        }
        Place place = tier.scalar("up-to").orElseThrow().place();
        if (last) {
            wrong(
                    place,
                    "No tier holds quantities above " + text(upTo) + ".",
                    "Leave out the last up-to, or add a tier without one.");
            return false;
        }
        if (upTo.compareTo(above) <= 0) {
            wrong(
                    place,
                    "The tier up to " + text(upTo) + " begins above " + text(above) + ", so it holds nothing.",
                    "Order tiers by up-to; each is above the one before it.");
            return false;
        }
        return true;
    }

    private boolean isOneCurrency(Place place, List<Tariff.Tier> tiers) {
        List<String> currencies = tiers.stream()
                .map(tier -> tier.pricePerUnit().currency())
                .distinct()
                .toList();
        if (currencies.size() > 1) {
            wrong(
                    place,
                    "The tiers are in " + String.join(" and ", currencies) + ".",
                    "Write all tiers of a price in one currency.");
        }
        return currencies.size() <= 1;
    }

    /** A price that is not negative, so that more never costs less. */
    private Optional<Money> money(Fields of) {
        Optional<Money> money = of.money("price", currency);
        if (money.isPresent() && money.get().amount().signum() < 0) {
            wrong(
                    of.scalar("price").orElseThrow().place(),
                    "The price " + money.get() + " is negative.",
                    "Write a price of zero or more; give money back with a one-off or a discount.");
            return Optional.empty();
        }
        return money;
    }

    private void wrong(Place place, String problem, String advice) {
        problems.add(ConfigError.CONFIG_WRONG_VALUE, place, problem, advice);
    }

    private static String text(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
