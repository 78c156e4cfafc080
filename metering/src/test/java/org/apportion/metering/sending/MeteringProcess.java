package org.apportion.metering.sending;

import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apportion.ledger.Lease;
import org.apportion.ledger.Ledger;
import org.apportion.metering.journal.ChargeEvidence;
import org.apportion.metering.journal.Fence;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.PeriodClose;
import org.apportion.metering.journal.PlannedCharge;
import org.apportion.metering.journal.TestLedgers;
import org.apportion.model.metering.ChargeKey;
import org.apportion.model.metering.MeteringPeriod;

/** A process that plans one charge and sends it; when it is billed, it says so and waits to be killed. */
final class MeteringProcess {
    static final MeteredProduct ACCOUNT = new MeteredProduct("product", "customer");
    static final String BILLED = "billed";

    private MeteringProcess() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        try (Ledger ledger = TestLedgers.sqlite(folder, InstantSource.system());
                Lease lease = Fence.acquire(ledger, Duration.ofSeconds(30))) {
            Journal journal = Journal.open(ledger, Fence.of(lease));
            plan(journal);
            new Sender(journal, SendingSettings.standard(), new SplittableRandom(), StepWatch.NONE)
                    .send(ACCOUNT, new FileMarketplace(folder.resolve("billed"), MeteringProcess::waitForTheEnd));
        }
    }

    private static void waitForTheEnd() {
        System.out.println(BILLED);
        try {
            while (System.in.read() >= 0) {
                // until the other side ends this process
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void plan(Journal journal) {
        Instant end = journal.now().truncatedTo(ChronoUnit.HOURS);
        MeteringPeriod period = new MeteringPeriod(end.minus(Duration.ofHours(1)), end);
        ChargeKey key = new ChargeKey(ACCOUNT.product(), ACCOUNT.customer(), "cores", period, 0);
        journal.close(new PeriodClose(
                ACCOUNT,
                period,
                PeriodClose.Kind.BILLED,
                BigDecimal.ONE,
                JournalSample.inputsDigest(List.of()),
                Map.of(),
                List.of(new PlannedCharge(key, BigDecimal.TEN, new ChargeEvidence("", "", "")))));
    }

    static Process start(Path folder) throws IOException {
        File errors = File.createTempFile("metering-process", ".err", folder.toFile());
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MeteringProcess.class.getName(),
                        folder.toString())
                .redirectError(errors)
                .start();
    }
}
