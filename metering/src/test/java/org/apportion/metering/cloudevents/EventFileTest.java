package org.apportion.metering.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apportion.spi.metering.ProductUsage;
import org.apportion.spi.metering.UsageReading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
    private static final Instant NOW = EventProduct.NOW;

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

    private Map<String, String> settings(String... more) {
        Map<String, String> settings = new HashMap<>(Map.of("path", product.file.toString()));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private ProductUsage calls() {
        return product.open(settings("calls", "delta; type=com.example.called; value=/count"));
    }

    @Test
    void onlyWholeLinesThatAreNewAreRead() {
        ProductUsage usage = calls();
        String second = EventCompany.event("2", NOW.minusSeconds(5), 2);
        product.append(EventCompany.event("1", NOW.minusSeconds(9), 1) + "\n\n" + second.substring(0, 30));

        assertThat(values(usage.readAll())).containsExactly("1");
        product.append(second.substring(30) + "\n");
        assertThat(values(usage.readAll())).containsExactly("2");
        assertThat(usage.readAll()).isEmpty();
        assertThat(usage.complaints()).isEmpty();
    }

    @Test
    void aRotatedFileThatIsLongerIsReadFromItsBeginning() throws IOException {
        ProductUsage usage = calls();
        product.append(EventCompany.event("1", NOW.minusSeconds(9), 1) + "\n");
        assertThat(values(usage.readAll())).containsExactly("1");
        Files.writeString(
                product.file,
                EventCompany.event("2", NOW.minusSeconds(8), 2) + "\n" + EventCompany.event("3", NOW.minusSeconds(7), 3)
                        + "\n");
        assertThat(values(usage.readAll())).containsExactly("2", "3");
        product.append(EventCompany.event("4", NOW.minusSeconds(6), 4) + "\n");
        assertThat(values(usage.readAll())).containsExactly("4");
    }

    @Test
    void aBatchInAFileIsReadWhenItWasWritten() throws IOException {
        Path batch = folder.resolve("events.json");
        ProductUsage usage = product.open(
                settings("path", batch.toString(), "calls", "delta; type=com.example.called; value=/count"));
        Files.writeString(
                batch,
                "[" + EventCompany.event("1", NOW.minusSeconds(9), 1) + "," + EventCompany.event("2", NOW, 2) + "]");

        assertThat(values(usage.readAll())).containsExactly("1", "2");
        assertThat(usage.readAll()).isEmpty();
    }

    @Test
    void whatCannotBeUsedIsToldByLineAndTheOthersCount() {
        ProductUsage usage = calls();
        product.append(EventCompany.event("1", NOW, 1) + "\n{\"garbage\n"
                + EventCompany.event("2", NOW, 2).replace("com.example.called", "com.example.other") + "\n"
                + EventCompany.event("3", NOW, 3).replace("\"count\":3", "\"count\":\"3\"") + "\n"
                + EventCompany.event("4", NOW, 4).replace("count", "cuont") + "\n"
                + EventCompany.event("1", NOW, 7) + "\n"
                + EventCompany.event("5", NOW.plusSeconds(3_600), 5) + "\n");

        assertThat(values(usage.readAll())).containsExactly("1");
        assertThat(usage.complaints())
                .containsExactly(
                        "Event 2: The text is no JSON.",
                        "No metric takes events of the type com.example.other.",
                        "The event 3 of /shop: The value of calls is no number, or has too many digits.",
                        "The event 4 of /shop: There is no value where a metric looks for one.",
                        "The event 1 of /shop says something else than before; the first one counts.",
                        "The event 5 of /shop lies in the future and does not count; check the clocks.");
        usage.readAll();
        assertThat(usage.complaints()).isEmpty();
    }

    @Test
    void aNumberThatNoProgramCanHoldIsToldAndTheOthersCount() {
        ProductUsage usage = calls();
        product.append(EventCompany.event("1", NOW.minusSeconds(3), 1) + "\n"
                + EventCompany.event("2", NOW.minusSeconds(2), 2).replace("\"count\":2", "\"count\":1e2147483648")
                + "\n"
                + EventCompany.event("3", NOW.minusSeconds(1), 3) + "\n");

        assertThat(values(usage.readAll())).containsExactly("1", "3");
        assertThat(usage.complaints())
                .containsExactly("The event 2 of /shop: The value of calls is no number, or has too many digits.");
    }

    @Test
    void ofAFileForManyCustomersEachTakesItsSubject() {
        ProductUsage usage =
                product.open(settings("calls", "delta; type=com.example.called; subject=acme; value=/count"));
        String event = EventCompany.event("1", NOW, 1);
        product.append(event.replace("\"source\"", "\"subject\":\"zoo\",\"source\"") + "\n"
                + event.replace("\"1\"", "\"2\"").replace("\"source\"", "\"subject\":\"acme\",\"source\"") + "\n");

        assertThat(usage.readAll()).hasSize(1);
        assertThat(usage.complaints()).isEmpty();
    }

    @Test
    void anEventMayTellSeveralMetricsAndDimensions() {
        ProductUsage usage = product.open(settings(
                "calls", "delta; type=com.example.called",
                "bytes", "delta; type=com.example.called; value=/bytes",
                "tokens", "delta; type=com.example.called; value=/tokens; dimension=/model"));
        product.append(EventCompany.event("1", NOW, 1)
                        .replace("{\"count\":1}", "{\"bytes\":2.5,\"tokens\":7,\"model\":\"large\"}")
                + "\n");

        UsageReading reading = usage.readAll().get(0);

        assertThat(reading.metrics()).isEqualTo(Map.of("calls", BigDecimal.ONE, "bytes", new BigDecimal("2.5")));
        assertThat(reading.dimensions()).isEqualTo(Map.of("tokens", Map.of("large", new BigDecimal("7"))));
    }

    @Test
    void anEventsTagIsOneOfItsValue() {
        ProductUsage usage =
                product.open(settings("calls", "delta; type=com.example.called; value=/count; tag=team:/labels/team"));
        product.append(
                EventCompany.event("1", NOW, 3).replace("{\"count\":3}", "{\"count\":3,\"labels\":{\"team\":\"a\"}}")
                        + "\n" + EventCompany.event("2", NOW, 4) + "\n");

        assertThat(usage.readAll())
                .extracting(UsageReading::tags)
                .containsExactly(Map.of("calls", Map.of("team=a", BigDecimal.valueOf(3))), Map.of());
        refuses("calls", "delta; type=a; tag=/team", "'/team' is no tag such as team:/team");
    }

    @Test
    void whatWaitsForTheJournalIsToldAgainOnlyByANewProcess() {
        product.append(EventCompany.event("1", NOW, 1) + "\n");
        ProductUsage usage = calls();
        assertThat(usage.readAll()).hasSize(1);
        assertThat(usage.readAll()).isEmpty();

        ProductUsage next = calls();
        List<UsageReading> told = next.readAll();
        next.journaled(told);

        assertThat(values(told)).containsExactly("1");
        assertThat(calls().readAll()).isEmpty();
    }

    @Test
    void mistakesOfTheSettingsAreNamed() {
        refuses("calls", "sum; type=a", "it begins with neither delta nor level, or names no type");
        refuses("calls", "delta; value=/a", "it begins with neither delta nor level, or names no type");
        refuses("calls", "level; type=a", "a level needs a value");
        refuses("calls", "level; type=a; value=/a; dimension=/b", "a level of one dimension would say");
        refuses("calls", "delta; type=a; value=a.b", "'a.b' is no JSON pointer");
        refuses("calls", "delta; type=a; at=/x", "'at=/x' is none of type=, subject=, value=, dimension= and tag=");
        refuses("listen", "127.0.0.1:0", "events come from a file or over HTTP");
        assertThatThrownBy(() -> product.open(settings())).hasMessageContaining("no metric has events");
    }

    private void refuses(String setting, String text, String problem) {
        assertThatThrownBy(() -> product.open(settings("calls", "delta; type=a", setting, text)))
                .hasMessageStartingWith("METER_EVENTS_SETTING usage cloudevents")
                .hasMessageContaining(problem);
    }

    private static List<String> values(List<UsageReading> readings) {
        return readings.stream()
                .map(reading -> String.valueOf(reading.metrics().get("calls")))
                .toList();
    }
}
