package org.apportion.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apportion.http.HttpLimits;
import org.apportion.http.PluginSettings;
import org.apportion.spi.metering.MarketplaceSettings;

/**
 * The settings of {@code amazon}. Each is documented in {@code docs/reference/marketplaces.md}.
 *
 * @param customerIsAccount whether the customer is an AWS account (12 digits), not a customer identifier
 */
record AmazonSettings(
        String productCode,
        Optional<String> customer,
        boolean batch,
        boolean customerIsAccount,
        Optional<String> licenseArn,
        Optional<String> region,
        Optional<URI> endpoint,
        Optional<URI> metadataEndpoint,
        Duration lateWindow,
        Duration deadline,
        String allocationTag) {
    static final Set<String> NAMES = Set.of(
            "api",
            "customer-kind",
            "license-arn",
            "region",
            "endpoint",
            "metadata-endpoint",
            "late-window",
            "deadline",
            "allocation-tag",
            "access-key-id",
            "secret-access-key",
            "session-token");
    private static final Duration LATE_WINDOW = Duration.ofHours(6);
    private static final String ACCOUNT = "[0-9]{12}";

    static AmazonSettings of(MarketplaceSettings given) {
        PluginSettings settings = new PluginSettings("amazon", given.settings());
        Optional<String> customer = given.customer().filter(text -> !text.isBlank());
        String standard = customer.isPresent() ? "batch-meter-usage" : "meter-usage";
        String other = customer.isPresent() ? "meter-usage" : "batch-meter-usage";
        boolean batch = settings.word("api", standard, other).equals("batch-meter-usage");
        if (given.productCode().isBlank()) {
            throw settings.wrong("product-code", "is missing", "Write the product code of the listing.");
        }
        if (batch && customer.isEmpty()) {
            throw settings.wrong("api", "needs a customer", "Name the customer's billing id, or write meter-usage.");
        }
        Optional<String> license = settings.text("license-arn");
        boolean account = license.isPresent()
                ? settings.word("customer-kind", "account").equals("account")
                : settings.word("customer-kind", "identifier", "account").equals("account");
        if (batch && account && !customer.orElse("").matches(ACCOUNT)) {
            throw settings.wrong(
                    "customer-kind", "says account, but the customer is not 12 digits", "Write the AWS account id.");
        }
        return new AmazonSettings(
                given.productCode(),
                customer,
                batch,
                account,
                license,
                settings.text("region"),
                settings.address("endpoint"),
                settings.address("metadata-endpoint"),
                settings.duration("late-window").orElse(LATE_WINDOW),
                settings.duration("deadline").orElse(HttpLimits.service().deadline()),
                settings.text("allocation-tag").orElse("Name"));
    }
}
