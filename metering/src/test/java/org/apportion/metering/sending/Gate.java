package org.apportion.metering.sending;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;

/** A marketplace that bills and then keeps the caller waiting for its answer. */
record Gate(Marketplace inner, CountDownLatch billed, CountDownLatch answer) implements Marketplace {
    Gate(Marketplace inner) {
        this(inner, new CountDownLatch(1), new CountDownLatch(1));
    }

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
        List<MeterAnswer> answers = inner.meter(records);
        billed.countDown();
        try {
            answer.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return answers;
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
