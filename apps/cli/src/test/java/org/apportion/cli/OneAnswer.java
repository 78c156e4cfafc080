package org.apportion.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.Evidence;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;

/** A marketplace that says the same to every record, and where a lost answer is for an operator to find out. */
record OneAnswer(MeterAnswer answer) implements Marketplace {
    static final Evidence EVIDENCE = new Evidence("", "");

    @Override
    public MarketplaceRules rules() {
        return new MarketplaceRules(
                25,
                1 << 20,
                false,
                Duration.ofHours(6),
                0,
                new BigDecimal(Integer.MAX_VALUE),
                false,
                false,
                MarketplaceRules.UnknownOutcome.PARK);
    }

    @Override
    public AccessCheck checkAccess(List<String> dimensions) {
        return new AccessCheck.Granted();
    }

    @Override
    public List<MeterAnswer> meter(List<MeterRecord> records) {
        return records.stream().map(record -> answer).toList();
    }

    @Override
    public ReadBack readBack(String dimension, Instant from, Instant to) {
        return new ReadBack.NotOffered();
    }

    @Override
    public Map<String, Object> accountInfo() {
        return Map.of("cloud_provider", "one");
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
