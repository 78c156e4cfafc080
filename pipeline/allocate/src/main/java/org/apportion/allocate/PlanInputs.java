package org.apportion.allocate;

/**
 * Where a plan reads. Each is text that may stand after {@code FROM}: a table's name or a query in brackets.
 *
 * @param cost rows of {@code cost_record} of the billing month, all sources and slices that count
 * @param sample rows of {@code usage_sample} of all {@linkplain AllocationQueries#usageMonths months} that records
 *     look at
 * @param tag resolved tags with the columns tag_context, key, value; unique by the first two
 * @param owner subjects that the directory knows: kind, name, valid_from (DATE, inclusive, may be null), valid_to
 *     (DATE, exclusive, may be null)
 * @param share tags that stand for several owners: name ({@code key=value}), owner (the name of a tag), w, cw, tw (BIGINT: the
 *     weight in units of 1e-9, the running sum in order of owner, the sum below 2^62); empty text if there is none
 */
public record PlanInputs(String cost, String sample, String tag, String owner, String share) {

    /** Inputs in which each tag is one owner. */
    public PlanInputs(String cost, String sample, String tag, String owner) {
        this(cost, sample, tag, owner, "");
    }

    boolean hasShares() {
        return !share.isEmpty();
    }
}
