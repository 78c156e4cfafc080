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
 */
public record PlanInputs(String cost, String sample, String tag, String owner) {}
