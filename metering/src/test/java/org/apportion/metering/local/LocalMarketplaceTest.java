package org.apportion.metering.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceSettings;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;
import org.apportion.testkit.MovableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several customers share one file. */
class LocalMarketplaceTest {
    /** Threads of their own: the common pool of two cores has one, and the JDK's HTTP client needs it. */
    private static final Executor THREADS = task -> new Thread(task).start();

    @TempDir
    private Path folder = Path.of("");

    private final MovableClock clock = MovableClock.at("2027-01-31T10:00:00Z");
    private final LocalMarketplaceProvider provider = new LocalMarketplaceProvider();

    @Test
    void eachCustomerReadsItsOwnRecordsBack() {
        open("acme").meter(List.of(record("k", 0)));
        open("zoo").meter(List.of(record("l", 0), record("m", 0)));

        assertThat(listed("acme")).containsExactly("k");
        assertThat(listed("zoo")).containsExactly("l", "m");
    }

    @Test
    void linesThatDoNotTellWhoseTheyAreAreEverybodys() throws IOException {
        Files.writeString(
                folder.resolve("metered.ndjson"),
                "{\"key\":\"k\",\"dimension\":\"d\",\"quantity\":\"1\",\"timestamp\":\"2027-01-31T09:00:00Z\"}\n");

        assertThat(listed("acme")).containsExactly("k");
        assertThat(open("acme").meter(List.of(record("k", 1)))).hasOnlyElementsOfType(MeterAnswer.DuplicateSame.class);
    }

    @Test
    void severalWritersLoseNoLine() {
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            Marketplace mine = open("customer-" + writer);
            String name = "w" + writer + "-";
            writers.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < 25; i++) {
                            mine.meter(List.of(record(name + i, 0)));
                        }
                    },
                    THREADS));
        }
        writers.forEach(CompletableFuture::join);

        assertThat(folder.resolve("metered.ndjson")).content().hasLineCount(100);
        assertThat(listed("customer-2")).hasSize(25);
    }

    @Test
    void aRecordOlderThanTheWindowIsRefusedAndItsKeyNeedNotBeKept() {
        Marketplace marketplace = open("acme");
        marketplace.meter(List.of(record("k", 0)));
        clock.advance(Duration.ofHours(7));

        assertThat(marketplace.meter(List.of(record("k", 7)))).hasOnlyElementsOfType(MeterAnswer.Expired.class);
        assertThat(marketplace.meter(List.of(record("l", 0)))).hasOnlyElementsOfType(MeterAnswer.Accepted.class);
    }

    private List<String> listed(String customer) {
        Instant now = clock.instant();
        ReadBack told = open(customer).readBack("d", now.minus(Duration.ofDays(1)), now.plusSeconds(1));
        return ((ReadBack.Told) told)
                .records().stream().map(ReadBack.AcceptedRecord::recordId).toList();
    }

    private Marketplace open(String customer) {
        return provider.open(new MarketplaceSettings(
                "p",
                Optional.of(customer),
                Map.of("folder", folder.toString(), "late-window-hours", "6"),
                Map.of(),
                clock));
    }

    private MeterRecord record(String key, int hoursAgo) {
        return new MeterRecord(key, "d", BigDecimal.ONE, clock.instant().minus(Duration.ofHours(hoursAgo)), Map.of());
    }
}
