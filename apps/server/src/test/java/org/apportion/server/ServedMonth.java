package org.apportion.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apportion.config.ConfigurationLoader;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.BillingMonth;
import org.apportion.report.MetricsFeed;
import org.apportion.report.MetricsSettings;
import org.apportion.run.Imports;
import org.apportion.run.MonthRun;
import org.apportion.run.Workspace;
import org.apportion.spi.Progress;

/** A month of 4.00 EUR of the team shop, 1 October 2026 from 0 to 2 o'clock, taken through a whole run. */
final class ServedMonth {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T00:00:00Z"));

    private final LoadedConfiguration loaded;

    private ServedMonth(LoadedConfiguration loaded) {
        this.loaded = loaded;
    }

    static ServedMonth in(Path folder) {
        try {
            Files.createDirectories(folder.resolve("bills"));
            Files.writeString(folder.resolve("apportion.yaml"), """
                    currency: EUR
                    engine: {threads: 1, memory-limit: 256MB}
                    sources:
                      - id: bills
                        path: bills
                        mapping: focus
                    organization:
                      units:
                        - {id: shop, name: Shop, kind: team}
                    directory:
                      entries:
                        - {tag: {team: shop}, unit: shop}
                    rules:
                      - id: team
                        when: "'team' in Tags"
                        tiers:
                          - direct: {tag: team}
                    """);
            Files.writeString(folder.resolve("bills/october.csv"), """
                    BillingAccountId,BillingCurrency,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,ChargePeriodEnd,\
                    ChargeCategory,ServiceName,ResourceId,BilledCost,EffectiveCost,ListCost,ContractedCost,Tags
                    000123,EUR,2026-10-01T00:00:00Z,2026-11-01T00:00:00Z,2026-10-01T00:00:00Z,2026-10-01T02:00:00Z,\
                    Usage,Compute,vm-1,4.00,4.00,4.00,4.00,"{""team"": ""shop""}"
                    """);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LoadedConfiguration loaded =
                ConfigurationLoader.installed(Workspace.shippedMappings()).load(folder.resolve("apportion.yaml"));
        try (Workspace workspace =
                Workspace.open(loaded.configuration(), loaded.ledger().address(), CLOCK)) {
            new Imports(workspace, Duration.ZERO, Progress.NONE).forRun(BillingMonth.of(2026, 10));
            new MonthRun(workspace, new MonthRun.RunSettings("test", Duration.ZERO, false), Progress.NONE)
                    .run(BillingMonth.of(2026, 10));
        }
        return new ServedMonth(loaded);
    }

    MetricsFeed feed() {
        return MetricsFeed.open(loaded.configuration(), loaded.ledger().address(), MetricsSettings.of(CLOCK, "1.2.3"));
    }
}
