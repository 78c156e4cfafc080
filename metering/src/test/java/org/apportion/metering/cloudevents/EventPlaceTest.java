package org.apportion.metering.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageEvent;
import org.apportion.spi.metering.UsageInbox;
import org.apportion.spi.metering.UsageReading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a process goes on in a file of events that another one has read, as {@code meter once} does at each run. */
class EventPlaceTest {
    private static final Instant NOW = EventProduct.NOW;
    private static final String CALLS = "delta; type=com.example.called; value=/count";
    private static final Duration LONG = Duration.ofDays(401);

    @TempDir
    Path folder;

    private EventProduct product;

    @BeforeEach
    void open() {
        product = new EventProduct(folder);
    }

    @AfterEach
    void close() {
        product.close();
    }

    private Map<String, String> settings(String calls) {
        return new HashMap<>(Map.of("path", product.file.toString(), "calls", calls));
    }

    /** What a process reads that ends at once, as its numbers. */
    private List<String> once(ProductUsage process) {
        List<UsageReading> readings = process.readAll();
        process.journaled(readings);
        return readings.stream()
                .map(each -> String.valueOf(each.metrics().get("calls")))
                .toList();
    }

    private List<String> once() {
        return once(product.open(settings(CALLS)));
    }

    private static String line(int id, Instant at) {
        return EventCompany.event(String.valueOf(id), at, id) + "\n";
    }

    @Test
    void anotherProcessGoesOnWhereTheLastOneStopped() {
        product.append(line(1, NOW.minusSeconds(9)) + line(2, NOW.minusSeconds(8)));
        assertThat(once()).containsExactly("1", "2");
        product.clock.advance(LONG);
        product.append(line(3, product.clock.instant()));

        ProductUsage next = product.open(settings(CALLS));

        assertThat(once(next)).containsExactly("3");
        assertThat(next.complaints()).isEmpty();
        assertThat(next.notes()).isEmpty();
    }

    @Test
    void oldEventsOfAFileThatWasRotatedAreOneNoteAndNoError() throws IOException {
        product.append(line(1, NOW.minusSeconds(9)) + line(2, NOW.minusSeconds(8)));
        assertThat(once()).hasSize(2);
        product.clock.advance(LONG);
        assertThat(once()).isEmpty();
        Files.writeString(
                product.file,
                "\n" + line(1, NOW.minusSeconds(9)) + line(2, NOW.minusSeconds(8)) + line(3, product.clock.instant()));

        ProductUsage next = product.open(settings(CALLS));

        assertThat(once(next)).containsExactly("3");
        assertThat(next.complaints()).isEmpty();
        assertThat(next.notes())
                .containsExactly(
                        "2 events of the file are older than events are remembered and are not taken: they were"
                                + " billed before, or come too late.");
        assertThat(next.readAll()).isEmpty();
        assertThat(next.notes()).isEmpty();
    }

    @Test
    void aFileThatWasReplacedMeanwhileIsReadFromItsBeginning() throws IOException {
        product.append(line(1, NOW.minusSeconds(9)));
        assertThat(once()).containsExactly("1");

        Files.writeString(product.file, line(2, NOW.minusSeconds(8)) + line(3, NOW.minusSeconds(7)));

        assertThat(once()).containsExactly("2", "3");
        Files.writeString(product.file, "");
        assertThat(once()).isEmpty();
        product.append(line(4, NOW.minusSeconds(6)));
        assertThat(once()).containsExactly("4");
    }

    @Test
    void aBatchThatWasReadIsReadAgainOnlyOnceItSaysSomethingElse() throws IOException {
        Path batch = folder.resolve("events.json");
        Map<String, String> settings = settings(CALLS);
        settings.put("path", batch.toString());
        Files.writeString(batch, "[" + line(1, NOW).strip() + "]");
        assertThat(once(product.open(settings))).containsExactly("1");
        product.clock.advance(LONG);

        ProductUsage next = product.open(settings);

        assertThat(once(next)).isEmpty();
        assertThat(next.notes()).isEmpty();
        Files.writeString(batch, "[" + line(2, product.clock.instant()).strip() + "]");
        assertThat(once(product.open(settings))).containsExactly("2");
    }

    @Test
    void aProcessThatEndsBeforeItsPlaceIsKeptLosesNothing() {
        product.append(line(1, NOW.minusSeconds(9)) + line(2, NOW.minusSeconds(8)));
        ProductUsage killed = product.open(settings(CALLS), new Forgetful(product.inbox()));

        assertThatThrownBy(killed::readAll).hasMessage("killed");

        assertThat(once()).containsExactly("1", "2");
        assertThat(once()).isEmpty();
    }

    @Test
    void anEventWhoseTimeHasNotComeIsLeftToTheNextProcess() {
        product.append(line(1, NOW) + line(2, NOW.plus(Duration.ofHours(1))));
        assertThat(once()).containsExactly("1");
        product.append(line(3, NOW));
        assertThat(once()).containsExactly("3");

        product.clock.advance(Duration.ofHours(1));

        assertThat(once()).containsExactly("2");
        assertThat(once()).isEmpty();
    }

    @Test
    void whoTakesOtherEventsReadsTheFileFromItsBeginning() {
        product.append(line(1, NOW));
        ProductUsage misspelt = product.open(settings(CALLS.replace("called", "caled")));
        assertThat(once(misspelt)).isEmpty();
        assertThat(misspelt.complaints()).containsExactly("No metric takes events of the type com.example.called.");

        assertThat(once()).containsExactly("1");
    }

    @Test
    void aPlaceThatNobodyUnderstandsIsTheBeginning() {
        product.append(line(1, NOW));
        product.inbox().comeTo("somewhere");

        assertThat(once()).containsExactly("1");
    }

    /** Keeps events, and ends before the place. */
    private record Forgetful(UsageInbox inbox) implements UsageInbox {
        @Override
        public List<Outcome> keep(List<UsageEvent> events) {
            return inbox.keep(events);
        }

        @Override
        public List<UsageReading> waiting(int most) {
            return inbox.waiting(most);
        }

        @Override
        public void journaled(List<UsageReading> readings) {
            inbox.journaled(readings);
        }

        @Override
        public Optional<String> place() {
            return inbox.place();
        }

        @Override
        public void comeTo(String place) {
            throw new IllegalStateException("killed");
        }
    }
}
