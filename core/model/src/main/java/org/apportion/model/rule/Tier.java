package org.apportion.model.rule;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apportion.model.Consumer;

/**
 * One attempt to find the consumers of a part's cost. A tier that finds nobody for a cell hands that cell to the next; after
 * the last configured tier the record's own resource receives it.
 */
public sealed interface Tier {

    /** The word used in charges and configuration. */
    String method();

    /** Whether it asks what was used in the hours of the cost. */
    default boolean isByUsage() {
        return this instanceof Even || this instanceof ByMetric || this instanceof ByMix || this instanceof ByMaximum;
    }

    /** The owner is known without usage: the first of the owner sources that has a value receives the whole cell. */
    record Direct(List<Owner> owners) implements Tier {
        public Direct {
            owners = List.copyOf(owners);
            if (owners.isEmpty()) {
                throw new IllegalArgumentException("a direct tier names at least one owner");
            }
        }

        @Override
        public String method() {
            return "direct";
        }
    }

    /** Where a direct tier looks for the owner. */
    sealed interface Owner {

        /** The value of a resolved tag; the consumer is {@code tag:key=value}. */
        record ByTag(String key) implements Owner {}

        /** The sub-account (or the billing account where there is none); the consumer is {@code account:id}. */
        record ByAccount() implements Owner {}

        /** The record's own resource, on purpose: the charge has no reason. */
        record ByResource() implements Owner {}

        /** One fixed consumer. */
        record ByName(Consumer consumer) implements Owner {}

        /**
         * The first subject that the directory knows on the day of the charge: the resource, then the keys in order as
         * tags, then the sub-account, then the billing account.
         */
        record ByDirectory(List<String> tagKeys) implements Owner {
            public ByDirectory {
                tagKeys = List.copyOf(tagKeys);
            }
        }
    }

    /**
     * Equal shares for each consumer that has a sample above or equal to zero within the window.
     *
     * @param metrics samples that count as activity; empty means any metric
     */
    record Even(List<String> metrics, Window window, UsageKey key) implements Tier {
        public Even {
            metrics = List.copyOf(metrics);
        }

        @Override
        public String method() {
            return "even";
        }
    }

    /** Shares stated in the rule, whoever was active. */
    record FixedShares(SortedMap<Consumer, BigDecimal> shares) implements Tier {
        public FixedShares(Map<Consumer, BigDecimal> shares) {
            this((SortedMap<Consumer, BigDecimal>) new TreeMap<>(shares));
        }

        public FixedShares {
            requireShares(shares);
        }

        @Override
        public String method() {
            return "fixed";
        }
    }

    /** In proportion to one metric. */
    record ByMetric(String metric, UsageKey key) implements Tier {
        @Override
        public String method() {
            return "metric";
        }
    }

    /**
     * First the cell is split by the mix weights, then each share by its own metric. A metric with zero total in the cell
     * hands its share to the others in proportion; if all are zero, nobody is found.
     */
    record ByMix(SortedMap<String, BigDecimal> metrics, UsageKey key) implements Tier {
        public ByMix {
            requireShares(metrics);
        }

        @Override
        public String method() {
            return "mix";
        }
    }

    /** In proportion to the larger of two metrics per consumer and hour, for example reserved and used. */
    record ByMaximum(String first, String second, UsageKey key) implements Tier {
        @Override
        public String method() {
            return "maximum";
        }
    }

    /**
     * In proportion to what the consumers were charged before in the same billing month and currency, negative totals
     * counting as zero.
     *
     * @param where which record groups count as basis
     * @param within group columns in which basis and this record must agree, such as {@code SubAccountId}; may be empty
     * @param of ids of the rules and pools whose charges count, in whatever {@linkplain RulePasses pass}; empty means all rules of
     *     the first pass
     */
    record ByAllocatedCost(Condition where, List<String> within, SortedSet<String> of) implements Tier {
        public ByAllocatedCost {
            within = List.copyOf(within);
            of = Collections.unmodifiableSortedSet(new TreeSet<>(of));
        }

        /** By what all rules of the first pass charged. */
        public ByAllocatedCost(Condition where, List<String> within) {
            this(where, within, new TreeSet<>());
        }

        @Override
        public String method() {
            return "allocated";
        }
    }

    /**
     * Nobody shall pay by this rule: the record's own resource receives the cost, and the charge says why. Tiers behind it are
     * never tried.
     *
     * @param reason lower-case letters, digits and {@code _}, such as {@code no_identity}
     */
    record Unallocated(String reason) implements Tier {
        public Unallocated {
            if (!reason.matches("[a-z][a-z0-9_]{0,62}")) {
                throw new IllegalArgumentException("'" + reason + "' is not a reason");
            }
        }

        @Override
        public String method() {
            return "unallocated";
        }
    }

    /** In which stretch of time a consumer must have been active to receive an even share. */
    enum Window {
        HOUR,
        DAY,
        MONTH
    }

    /**
     * How a record finds its usage samples: {@code sample.resource} equals the value of a group column, or a fixed text.
     */
    sealed interface UsageKey {
        UsageKey RESOURCE_ID = new ColumnKey("ResourceId");

        record ColumnKey(String column) implements UsageKey {}

        record FixedKey(String resource) implements UsageKey {}
    }

    private static void requireShares(Map<?, BigDecimal> shares) {
        if (shares.isEmpty()) {
            throw new IllegalArgumentException("shares are missing");
        }
        if (shares.values().stream().anyMatch(share -> share.signum() < 0)
                || shares.values().stream().allMatch(share -> share.signum() == 0)) {
            throw new IllegalArgumentException("shares must not be negative and not all zero: " + shares);
        }
    }
}
