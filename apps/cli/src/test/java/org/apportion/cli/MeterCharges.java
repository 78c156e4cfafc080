package org.apportion.cli;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.apportion.ledger.Lease;
import org.apportion.ledger.Ledger;
import org.apportion.ledger.LedgerSettings;
import org.apportion.metering.journal.ChargeEvidence;
import org.apportion.metering.journal.Fence;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.PeriodClose;
import org.apportion.metering.journal.PlannedCharge;
import org.apportion.model.metering.ChargeKey;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.spi.Secret;

/** Writes charges into a journal of a test. */
final class MeterCharges {
    private static final MeteringPeriod JANUARY =
            new MeteringPeriod(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-02-01T00:00:00Z"));
    private static final ChargeKey KEY = new ChargeKey("product", "", "d", JANUARY, 0);
    static final String FIRST = KEY.idempotencyKey();

    private MeterCharges() {}

    static void planOne(Path database) {
        try (Ledger ledger = Ledger.open(
                        new LedgerSettings(new Secret(() -> "jdbc:sqlite:" + database), InstantSource.system()));
                Lease lease = Fence.acquire(ledger, Duration.ZERO)) {
            Journal.open(ledger, Fence.of(lease))
                    .close(new PeriodClose(
                            new MeteredProduct("product", ""),
                            JANUARY,
                            PeriodClose.Kind.BILLED,
                            BigDecimal.ONE,
                            JournalSample.inputsDigest(List.of()),
                            Map.of(),
                            List.of(new PlannedCharge(KEY, BigDecimal.valueOf(5), new ChargeEvidence("", "", "")))));
        }
    }
}
