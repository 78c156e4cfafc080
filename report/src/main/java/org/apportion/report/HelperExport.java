package org.apportion.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apportion.report.MetricsExport.Written;
import org.apportion.report.exposition.ExpositionFormat;
import org.apportion.report.exposition.MetricFamily;
import org.apportion.report.exposition.MetricSample;
import org.jspecify.annotations.Nullable;

/**
 * All hours of some days in the metrics of ccloud-chargeback-helper as one OpenMetrics text: what its scrapes would have told, for a
 * Prometheus that is filled at once. A family's samples stand together, in the order of their hours. One day is held in memory;
 * families wait in files.
 */
final class HelperExport {
    private static final String CHARGEBACK = "confluent_cloud_chargeback_details";
    private static final int FLUSH_AT = 1 << 16;

    private final ReportSession session;
    private final MetricsSettings.Hourly settings;
    private final ExpositionFormat format = ExpositionFormat.OPEN_METRICS;
    private final Map<String, Family> families = new LinkedHashMap<>();
    private final Set<List<String>> series = new HashSet<>();
    private BigDecimal sum = BigDecimal.ZERO;
    private long samples;

    HelperExport(ReportSession session, MetricsSettings.Hourly settings) {
        this.session = session;
        this.settings = settings;
    }

    private record Family(Path file, Writer lines, StringBuilder head) {}

    /** @param to exclusive */
    Written write(LocalDate from, LocalDate to, Appendable out) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("apportion-export");
            DayCharges charges = new DayCharges(session, settings);
            ObjectNames names = ObjectNames.of(settings.names());
            for (HourLine.ChargedDay day : charges.days()) {
                if (!day.day().isBefore(from) && day.day().isBefore(to)) {
                    add(day, charges, names, folder);
                }
            }
            for (Family family : families.values()) {
                family.lines().close();
                out.append(family.head());
                copy(family.file(), out);
            }
            out.append("# EOF\n");
            return new Written(
                    series.size(),
                    samples,
                    new TreeMap<>(Map.of(settings.currency().orElse("in all"), sum)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            clear(folder);
        }
    }

    private static void copy(Path file, Appendable out) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                out.append(line).append('\n');
            }
        }
    }

    private void add(HourLine.ChargedDay day, DayCharges charges, ObjectNames names, Path folder) throws IOException {
        List<DayCharges.Item> items = charges.of(day.day(), day.months());
        Map<Integer, List<List<String>>> identities = charges.seen("confluent_identity", day.day());
        Map<Integer, List<List<String>>> owners = charges.seen("confluent_key_owner", day.day());
        for (int hour = 0; hour < ChargeHours.HOURS; hour++) {
            ChargebackHour page = new ChargebackHour(
                    day.day().atTime(hour, 0).toInstant(ZoneOffset.UTC),
                    items,
                    identities.getOrDefault(hour, List.of()),
                    owners.getOrDefault(hour, List.of()),
                    names);
            for (MetricFamily family : page.families()) {
                add(family, folder);
            }
        }
    }

    private void add(MetricFamily family, Path folder) throws IOException {
        Family kept = families.get(family.name());
        if (kept == null) {
            Path file = folder.resolve(family.name());
            kept = new Family(file, Files.newBufferedWriter(file, StandardCharsets.UTF_8), new StringBuilder());
            format.head(family, kept.head());
            families.put(family.name(), kept);
        }
        StringBuilder text = new StringBuilder();
        for (MetricSample sample : family.samples()) {
            format.line(family, sample, text);
            samples++;
            if (family.name().equals(CHARGEBACK)) {
                series.add(sample.values());
                sum = sum.add(sample.number());
            }
            if (text.length() > FLUSH_AT) {
                kept.lines().append(text);
                text.setLength(0);
            }
        }
        kept.lines().append(text);
    }

    private void clear(@Nullable Path folder) {
        try {
            for (Family family : families.values()) {
                family.lines().close();
                Files.deleteIfExists(family.file());
            }
            if (folder != null) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
