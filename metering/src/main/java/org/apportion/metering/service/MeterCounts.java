package org.apportion.metering.service;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.tick.TickReport;

/** What a process has done so far, as OpenMetrics text. Safe for use by several threads. */
final class MeterCounts {
    private final Map<String, Counts> counts = new TreeMap<>();
    private List<MeteredProduct> unconfigured = List.of();
    private boolean active;

    /** @param open charges that are not settled @param differences closed periods that need a person */
    private record Counts(
            long ticks, long unread, long closed, long billed, int open, int differences, int errors, Instant last) {}

    synchronized void active(boolean holdsLease) {
        active = holdsLease;
    }

    /** @param accounts that have something to bill but are not in the configuration */
    synchronized void unconfigured(List<MeteredProduct> accounts) {
        unconfigured = List.copyOf(accounts);
    }

    /** @param billed charges that the marketplace took between two ticks */
    synchronized void billed(MeteredProduct account, int billed) {
        counts.computeIfPresent(
                labels(account),
                (labels, before) -> new Counts(
                        before.ticks(),
                        before.unread(),
                        before.closed(),
                        before.billed() + billed,
                        before.open(),
                        before.differences(),
                        before.errors(),
                        before.last()));
    }

    synchronized void add(TickReport report) {
        Counts before = counts.getOrDefault(labels(report.account()), new Counts(0, 0, 0, 0, 0, 0, 0, Instant.EPOCH));
        counts.put(
                labels(report.account()),
                new Counts(
                        before.ticks() + 1,
                        before.unread() + (report.sampled() ? 0 : 1),
                        before.closed() + report.closed(),
                        before.billed() + report.billed(),
                        report.open(),
                        report.differences(),
                        report.errors().size(),
                        report.at()));
    }

    /** OpenMetrics 1.0. */
    synchronized String text() {
        StringBuilder text = new StringBuilder();
        head(text, "apportion_meter_active", "gauge", "1 if this process holds the lease and meters.");
        text.append("apportion_meter_active ").append(active ? 1 : 0).append('\n');
        family(text, "apportion_meter_ticks", "counter", "Ticks.", "_total", Counts::ticks);
        family(text, "apportion_meter_usage_unread", "counter", "Ticks without usage.", "_total", Counts::unread);
        family(text, "apportion_meter_periods_closed", "counter", "Periods closed.", "_total", Counts::closed);
        family(text, "apportion_meter_charges_billed", "counter", "Charges taken.", "_total", Counts::billed);
        family(text, "apportion_meter_charges_open", "gauge", "Charges not settled.", "", Counts::open);
        family(
                text,
                "apportion_meter_differences",
                "gauge",
                "Closed periods that late samples would change, not settled by anybody.",
                "",
                Counts::differences);
        family(text, "apportion_meter_errors", "gauge", "Errors of the last tick.", "", Counts::errors);
        family(
                text,
                "apportion_meter_last_tick_timestamp_seconds",
                "gauge",
                "When the last tick was.",
                "",
                count -> count.last().getEpochSecond());
        head(text, "apportion_meter_unconfigured", "gauge", "1: has something to bill, but is not in the file.");
        unconfigured.forEach(account -> text.append("apportion_meter_unconfigured")
                .append(labels(account))
                .append(" 1\n"));
        return text.append("# EOF\n").toString();
    }

    private void family(
            StringBuilder text,
            String name,
            String type,
            String help,
            String suffix,
            java.util.function.Function<Counts, Number> value) {
        head(text, name, type, help);
        counts.forEach((labels, count) -> text.append(name)
                .append(suffix)
                .append(labels)
                .append(' ')
                .append(value.apply(count))
                .append('\n'));
    }

    private static void head(StringBuilder text, String name, String type, String help) {
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    }

    private static String labels(MeteredProduct account) {
        return "{product=\"" + escaped(account.product()) + "\",customer=\"" + escaped(account.customer()) + "\"}";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
