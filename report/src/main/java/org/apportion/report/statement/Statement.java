package org.apportion.report.statement;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.BillingMonth;

/**
 * What one page says. All amounts are exact unless a record says that they are rounded; amounts of different currencies are
 * never added.
 *
 * @param unit empty for the whole organization
 * @param path from the outermost unit down to the parent of {@code unit}
 * @param parts one per currency, in order of its code
 * @param prices what is asked of the unit by the price book, one per currency, in order of its code; empty if nothing is priced
 * @param notes sentences a reader needs beside the numbers
 */
public record Statement(
        BillingMonth month,
        Optional<Link> unit,
        List<Link> path,
        Provenance provenance,
        List<Part> parts,
        List<Ranked> prices,
        List<String> notes) {
    public Statement {
        path = List.copyOf(path);
        parts = List.copyOf(parts);
        prices = List.copyOf(prices);
        notes = List.copyOf(notes);
    }

    /** The unit's name, or what the whole organization is called. */
    public String heading() {
        return unit.map(Link::name).orElse("All units");
    }

    /**
     * Another page of the same month.
     *
     * @param id of the unit; empty for the whole organization
     */
    public record Link(String id, String name, String kind) {}

    /** Where the figures come from. */
    public record Provenance(String run, Instant started, String codeVersion, int proofs, long records, long charges) {}

    /**
     * One currency.
     *
     * @param total sum of the unit's charges
     * @param before the same of the month before; empty if that has no run
     * @param trend from the first month that has a run to the statement's own month, which is last
     * @param units the units directly below, or what belongs to the unit itself; empty for a unit without units below it. Units that are
     *     only asked something, in whatever currency, stand in the first part
     * @param movers biggest changes against the month before; empty without it
     * @param unallocated only on the page of the whole organization
     * @param coverage by tag, only on the page of the whole organization
     */
    public record Part(
            String currency,
            BigDecimal total,
            Optional<BigDecimal> before,
            List<Point> trend,
            Optional<Ranked> units,
            Ranked services,
            List<Mover> movers,
            Optional<Unallocated> unallocated,
            List<Coverage> coverage,
            Optional<Bridge> bridge) {
        public Part {
            coverage = List.copyOf(coverage);
            trend = List.copyOf(trend);
            movers = List.copyOf(movers);
        }
    }

    /**
     * One month of the trend.
     *
     * @param amount empty if the month has no run
     */
    public record Point(BillingMonth month, Optional<BigDecimal> amount) {}

    /**
     * Amounts, the largest first, rounded so that they add up to the rounded total.
     *
     * @param total rounded
     * @param exact the exact total
     */
    public record Ranked(String caption, String currency, List<Row> rows, BigDecimal total, BigDecimal exact) {
        public Ranked {
            rows = List.copyOf(rows);
        }

        /** What the row of this name shows; empty if there is none. */
        Optional<BigDecimal> amountOf(String label) {
            return rows.stream()
                    .filter(row -> row.label().equals(label))
                    .map(Row::amount)
                    .findFirst();
        }
    }

    /**
     * A row of a ranking.
     *
     * @param link to the page of the unit that the row is about
     * @param amount rounded
     * @param share of the total, from 0 to 1 (below 0 or above 1 where there are credits); empty if the total is zero
     */
    public record Row(String label, Optional<Link> link, BigDecimal amount, Optional<BigDecimal> share) {}

    /**
     * A change against the month before, in numbers as the page shows them elsewhere.
     *
     * @param before rounded
     * @param amount rounded, as in the ranking of services where that has a row for it
     * @param change the difference of both
     * @param causes who changed most
     * @param corrections what of the amount corrects closed months, and so is no change of this one; exact
     */
    public record Mover(
            String service,
            BigDecimal before,
            BigDecimal amount,
            BigDecimal change,
            List<Cause> causes,
            BigDecimal corrections) {
        public Mover {
            causes = List.copyOf(causes);
        }

        /** A change of this month alone. */
        public Mover(String service, BigDecimal before, BigDecimal amount, BigDecimal change, List<Cause> causes) {
            this(service, before, amount, change, causes, BigDecimal.ZERO);
        }

        /** In numbers that contradict none of the ranking; those that have not changed in these are left out. */
        static List<Mover> shown(List<Mover> movers, Ranked services) {
            return movers.stream()
                    .map(mover -> mover.shown(services))
                    .filter(mover -> mover.change().signum() != 0)
                    .toList();
        }

        private Mover shown(Ranked services) {
            BigDecimal then = Rounding.round(before, services.currency());
            BigDecimal now = services.amountOf(service).orElse(Rounding.round(amount, services.currency()));
            return new Mover(service, then, now, now.subtract(then), causes, corrections);
        }
    }

    /**
     * Who made an amount change.
     *
     * @param unit name of the unit, empty on the unit's own page
     * @param contributor a consumer or resource
     * @param isNew there was nothing before
     * @param isGone there is nothing now
     */
    public record Cause(Optional<String> unit, String contributor, BigDecimal change, boolean isNew, boolean isGone) {}

    /**
     * What reached no unit.
     *
     * @param amount rounded, as in the ranking of units
     * @param rows the largest, then the rest as one; rounded so that they add up to the amount
     */
    public record Unallocated(BigDecimal amount, List<Gap> rows) {
        public Unallocated {
            rows = List.copyOf(rows);
        }
    }

    /** @param fix what would mend it; empty for the row of the rest */
    public record Gap(String reason, String subject, BigDecimal amount, Optional<String> fix) {
        Gap of(BigDecimal other) {
            return new Gap(reason, subject, other, fix);
        }
    }

    /**
     * How much has a tag.
     *
     * @param tagged cost that has it
     * @param share of the cost, from 0 to 1; empty where the cost is zero
     * @param taggedResources resources some of whose cost has it
     * @param resourceShare of the resources; empty where there are none
     */
    public record Coverage(
            String key,
            BigDecimal tagged,
            Optional<BigDecimal> share,
            long taggedResources,
            long resources,
            Optional<BigDecimal> resourceShare) {}

    /**
     * From the invoices to the effective cost: invoiced - prepaid + used + unused + other = effective.
     *
     * @param corrections what the month books for closed months, by month and cause; with the effective cost they are the
     *     total of the page. Empty if there are none, or if the page tells another cost than the effective one
     */
    public record Bridge(
            BigDecimal invoiced,
            BigDecimal prepaid,
            BigDecimal used,
            BigDecimal unused,
            BigDecimal other,
            BigDecimal effective,
            Map<String, BigDecimal> corrections) {
        public Bridge {
            corrections = Collections.unmodifiableMap(new LinkedHashMap<>(corrections));
        }

        /** The effective cost and all corrections. */
        public BigDecimal total() {
            return corrections.values().stream().reduce(effective, BigDecimal::add);
        }
    }
}
