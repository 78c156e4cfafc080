package org.apportion.cli;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.config.ConfigurationLoader;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.report.Reports;
import org.apportion.run.Workspace;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageReading;

/** Asks the lake at each tick; only runs that were committed are seen. */
final class LakeUsage implements ProductUsage {
    private final Path configuration;
    private final Map<String, LakeQuestion> questions;
    private final InstantSource clock;

    LakeUsage(Path configuration, Map<String, LakeQuestion> questions, InstantSource clock) {
        this.configuration = configuration;
        this.questions = questions;
        this.clock = clock;
    }

    @Override
    public UsageReading read() {
        LoadedConfiguration loaded =
                ConfigurationLoader.installed(Workspace.shippedMappings()).load(configuration);
        try (Reports reports =
                Reports.open(loaded.configuration(), loaded.ledger().address())) {
            List<BillingMonth> months = reports.months();
            if (months.isEmpty()) {
                throw new ApportionException(
                        CliError.NO_MONTH_YET,
                        configuration.toString(),
                        "No month was run yet.",
                        "Run one first: apportion run --month 2026-10.");
            }
            Map<String, BigDecimal> metrics = new LinkedHashMap<>();
            questions.forEach((metric, question) ->
                    metrics.put(metric, question.answer(reports, months.get(months.size() - 1))));
            return new UsageReading(clock.instant(), metrics, Map.of(), Optional.empty());
        }
    }

    @Override
    public void close() {
        // The reports are open during a question only.
    }
}
