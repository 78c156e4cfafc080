package org.apportion.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.model.ApportionException;
import org.apportion.report.LakeQuestion;
import org.apportion.report.ReportError;
import org.apportion.spi.Secret;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.ProductUsageProvider;

/**
 * Sells what Apportion computed: the source of usage {@code lake}. Setting {@code configuration} names the
 * {@code apportion.yaml}; every other setting is a metric with a question, such as
 * {@code costs: "cost; team=Checkout; decimals=2"}:
 *
 * <ul>
 *   <li>{@code cost} (allocated cost), {@code price} (by the price book) or {@code usage} (a quantity of the lake), then
 *   <li>{@code word=value} filters as of {@code apportion report}, and
 *   <li>{@code decimals=n}: in units of 10^-n, so that 12.34 EUR with 2 is 1234.
 * </ul>
 *
 * <p>There is one sample for each month that is closed, as of when it was closed first; so a metric is aggregated as {@code sum},
 * over periods of whatever length.
 */
public final class LakeUsageProvider implements ProductUsageProvider {
    private static final String CONFIGURATION = "configuration";

    @Override
    public String name() {
        return "lake";
    }

    @Override
    public ProductUsage open(Map<String, String> settings, Map<String, Secret> secrets, InstantSource clock) {
        Map<String, LakeQuestion> questions = new TreeMap<>();
        settings.forEach((name, text) -> {
            if (!name.equals(CONFIGURATION)) {
                questions.put(name, LakeQuestion.parse(name, text));
            }
        });
        if (questions.isEmpty()) {
            throw new ApportionException(
                    ReportError.LAKE_QUESTION_UNREADABLE,
                    "usage lake",
                    "No metric has a question.",
                    "Write a setting such as costs: \"cost; team=Checkout; decimals=2\".");
        }
        return new LakeUsage(Path.of(settings.getOrDefault(CONFIGURATION, "apportion.yaml")), questions);
    }
}
