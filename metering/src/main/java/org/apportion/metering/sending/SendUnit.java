package org.apportion.metering.sending;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apportion.metering.audit.PartsDigest;
import org.apportion.metering.dimension.UsageAllocations;
import org.apportion.metering.journal.Charge;
import org.apportion.spi.metering.MarketplaceRules;

/** What becomes one record of a call. */
sealed interface SendUnit {

    /** About how many bytes it takes in a request; rather too many. */
    int bytes();

    /** A record that was sent before: with the same key, quantity and timestamp. */
    record Again(SentRecord record) implements SendUnit {
        @Override
        public int bytes() {
            return estimate(record.dimension(), record.allocations());
        }
    }

    /** Planned charges of one dimension: one, or several that are summed. */
    record Fresh(List<Charge> charges) implements SendUnit {
        public Fresh {
            charges = List.copyOf(charges);
        }

        @Override
        public int bytes() {
            return estimate(charges.get(0).key().dimension(), allocations());
        }

        BigDecimal quantity() {
            return charges.stream().map(Charge::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        }

        Map<String, BigDecimal> allocations() {
            Map<String, BigDecimal> summed = new LinkedHashMap<>();
            charges.forEach(
                    charge -> charge.allocations().forEach((tag, share) -> summed.merge(tag, share, BigDecimal::add)));
            return summed;
        }

        int moves() {
            return charges.stream().mapToInt(Charge::moves).max().orElse(0);
        }

        /**
         * The charge's own key for its first record. Another record has another key, because a marketplace refuses a known key
         * with another timestamp or quantity.
         */
        String key() {
            Charge first = charges.get(0);
            if (charges.size() == 1 && first.moves() == 0) {
                return first.id();
            }
            Stream<String> parts = charges.stream().map(charge -> charge.id() + " " + charge.moves());
            return PartsDigest.of(Stream.concat(Stream.of("record"), parts).toList());
        }
    }

    private static int estimate(String dimension, Map<String, BigDecimal> allocations) {
        int perRecord = 700;
        int perTag = 120;
        int tags = allocations.keySet().stream()
                .mapToInt(tag -> perTag + 3 * tag.length())
                .sum();
        return perRecord + 3 * dimension.length() + tags;
    }

    /** Charges of one account, sorted by dimension and period, as units. @param sum dimensions whose charges are summed */
    static List<SendUnit> fresh(List<Charge> charges, MarketplaceRules rules, Predicate<String> sum) {
        List<SendUnit> units = new ArrayList<>();
        List<Charge> together = new ArrayList<>();
        for (Charge charge : charges) {
            if (!together.isEmpty() && !(sum.test(charge.key().dimension()) && joins(together, charge, rules))) {
                units.add(new Fresh(together));
                together.clear();
            }
            together.add(charge);
        }
        if (!together.isEmpty()) {
            units.add(new Fresh(together));
        }
        return units;
    }

    private static boolean joins(List<Charge> together, Charge charge, MarketplaceRules rules) {
        Charge first = together.get(0);
        BigDecimal sum = new Fresh(together).quantity().add(charge.quantity());
        Set<String> tags = new HashSet<>(new Fresh(together).allocations().keySet());
        tags.addAll(charge.allocations().keySet());
        return first.key().dimension().equals(charge.key().dimension())
                && first.allocations().isEmpty() == charge.allocations().isEmpty()
                && tags.size() <= UsageAllocations.MOST
                && sum.compareTo(rules.largestQuantity()) <= 0;
    }

    /** Units in calls, in order, each within what the marketplace takes. */
    static List<List<SendUnit>> calls(List<SendUnit> units, MarketplaceRules rules) {
        List<List<SendUnit>> calls = new ArrayList<>();
        List<SendUnit> call = new ArrayList<>();
        int bytes = 0;
        for (SendUnit unit : units) {
            if (call.size() == rules.recordsPerCall()
                    || !call.isEmpty() && bytes + unit.bytes() > rules.bytesPerCall()) {
                calls.add(List.copyOf(call));
                call.clear();
                bytes = 0;
            }
            call.add(unit);
            bytes += unit.bytes();
        }
        if (!call.isEmpty()) {
            calls.add(List.copyOf(call));
        }
        return calls;
    }
}
