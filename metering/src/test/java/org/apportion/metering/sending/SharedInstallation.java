package org.apportion.metering.sending;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.PeriodClose;
import org.apportion.metering.journal.PlannedCharge;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.testkit.marketplace.StrictMarketplace;

/** One of several customers of a process: an hour with two charges. */
record SharedInstallation(MeteredProduct account, StrictMarketplace marketplace, Instant start) {
    SharedInstallation(String name, StrictMarketplace marketplace, Instant start) {
        this(new MeteredProduct(name, "customer"), marketplace, start);
    }

    /** Closes the hour, if it is not closed, and sends. */
    void work(Journal journal, Sender sender) {
        journal.close(close());
        sender.send(account, marketplace);
    }

    private PeriodClose close() {
        MeteringPeriod hour = new MeteringPeriod(start, start.plus(Duration.ofHours(1)));
        return Installation.close(account, hour, Map.of("a", 3, "b", 2));
    }

    /** Idempotency keys of the two charges. */
    List<String> keys() {
        return close().charges().stream()
                .map(PlannedCharge::key)
                .map(key -> key.idempotencyKey())
                .toList();
    }

    List<Charge> charges(Journal journal) {
        return journal.view().charges(ChargeFilter.of(account));
    }
}
