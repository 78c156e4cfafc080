package org.apportion.metering.sending;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;

/** A plugin that breaks its contract: it throws after the call went out. */
record Failing(Marketplace inner) implements Marketplace {
    @Override
    public MarketplaceRules rules() {
        return inner.rules();
    }

    @Override
    public AccessCheck checkAccess(List<String> dimensions) {
        return inner.checkAccess(dimensions);
    }

    @Override
    public List<MeterAnswer> meter(List<MeterRecord> records) {
        throw new IllegalStateException("after " + inner.meter(records).size() + " records");
    }

    @Override
    public ReadBack readBack(String dimension, Instant from, Instant to) {
        return inner.readBack(dimension, from, to);
    }

    @Override
    public Map<String, Object> accountInfo() {
        return inner.accountInfo();
    }

    @Override
    public void close() {
        inner.close();
    }
}
