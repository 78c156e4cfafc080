package org.apportion.cli;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apportion.config.ConfigurationLoader;
import org.apportion.config.LoadedConfiguration;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.organization.Organization;
import org.apportion.report.LakeQuestion;
import org.apportion.report.Reports;
import org.apportion.run.Workspace;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageReading;

/**
 * Tells what each closed month came to, once, as of when it was closed first. A month that is open changes, and one that was sold is
 * never sold again: what a reopened month comes to is another value of the same instant, which the journal keeps and does not count.
 */
final class LakeUsage implements ProductUsage {
    private final Path configuration;
    private final Map<String, LakeQuestion> questions;
    private final Set<BillingMonth> told = new HashSet<>();

    LakeUsage(Path configuration, Map<String, LakeQuestion> questions) {
        this.configuration = configuration;
        this.questions = questions;
    }

    @Override
    public UsageReading read() {
        List<UsageReading> all = closed(Set.of());
        if (all.isEmpty()) {
            throw new ApportionException(
                    CliError.NO_MONTH_YET,
                    configuration.toString(),
                    "No month is closed yet.",
                    "Close one first: apportion periods close 2026-10.");
        }
        return all.get(all.size() - 1);
    }

    @Override
    public List<UsageReading> readAll() {
        return closed(told);
    }

    private List<UsageReading> closed(Set<BillingMonth> without) {
        LoadedConfiguration loaded =
                ConfigurationLoader.installed(Workspace.shippedMappings()).load(configuration);
        List<UsageReading> readings = new ArrayList<>();
        try (Reports reports =
                Reports.open(loaded.configuration(), loaded.ledger().address())) {
            Organization organization = loaded.configuration().organization();
            Map<BillingMonth, Instant> closings = new TreeMap<>(reports.closings());
            closings.keySet().removeAll(without);
            closings.forEach((month, at) -> {
                Map<String, BigDecimal> metrics = new LinkedHashMap<>();
                questions.forEach((metric, question) -> {
                    BigDecimal answer = question.answer(reports, month);
                    if (answer.signum() == 0) {
                        question.requireUnits(organization);
                    }
                    metrics.put(metric, answer);
                });
                readings.add(new UsageReading(at, metrics, Map.of(), Optional.empty()));
            });
            told.addAll(closings.keySet());
        }
        readings.sort(Comparator.comparing(UsageReading::reportedAt));
        return List.copyOf(readings);
    }

    @Override
    public void close() {
        // The reports are open during a question only.
    }
}
