package org.apportion.metering.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apportion.metering.tick.TickReport;
import org.apportion.model.metering.SamplePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From events to the marketplace: what was used is billed once, however often, late and in whatever order it is told. */
class CloudEventBillingPropertyTest {
    private static final SamplePolicy ADJUST =
            new SamplePolicy(SamplePolicy.Late.ADJUST, Duration.ZERO, SamplePolicy.Missing.FLAG);

    @TempDir
    Path folder;

    @Test
    void aDaysEventsAreBilledAtItsEnd() throws Exception {
        EventCompany company = new EventCompany(folder, SamplePolicy.STANDARD);
        company.tick(Duration.ZERO);
        Instant noon = EventCompany.START.plus(Duration.ofHours(12));
        company.append(
                EventCompany.event("1", noon, 3),
                EventCompany.event("2", noon, 4),
                EventCompany.event("1", noon, 3),
                EventCompany.event("2", noon, 5));

        TickReport told = company.tick(Duration.ofHours(18));
        TickReport billed = company.tick(Duration.ofHours(7));

        assertThat(told.errors())
                .containsExactly(
                        "Usage data retrieval failed: The event 2 of /shop says something else than before; the"
                                + " first one counts.");
        assertThat(billed.closed()).isEqualTo(1);
        // 3 + 4, though both are of one instant
        assertThat(company.billed()).isEqualByComparingTo("7");
    }

    @Test
    void eachEventIsBilledOnceInAnyOrderAndOverAnyRestart() throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            Path place = Files.createDirectory(folder.resolve("seed-" + seed));
            run(seed, new EventCompany(place, ADJUST));
        }
    }

    private static void run(long seed, EventCompany company) throws Exception {
        Random random = new Random(seed);
        company.append("");
        company.tick(Duration.ZERO);
        List<String> events = new ArrayList<>();
        BigDecimal used = BigDecimal.ZERO;
        for (int i = 0; i < 60; i++) {
            // Whole hours, so that many have the same instant, but none lies on the bound of a day.
            Instant time = EventCompany.START
                    .plus(Duration.ofHours(random.nextInt(72)))
                    .plusSeconds(1);
            int count = 1 + random.nextInt(9);
            events.add(EventCompany.event("e" + i, time, count));
            used = used.add(BigDecimal.valueOf(count));
        }
        List<String> deliveries = new ArrayList<>(events);
        for (int i = 0; i < 40; i++) {
            deliveries.add(events.get(random.nextInt(events.size())));
        }
        Collections.shuffle(deliveries, random);
        company.clock.advance(Duration.ofHours(24L * random.nextInt(3)));
        for (int from = 0; from < deliveries.size(); from += 10) {
            List<String> part = deliveries.subList(from, from + 10);
            // Each process reads the whole file anew, so what lay in the future is taken later.
            company.append(part.toArray(String[]::new));
            company.tick(Duration.ofHours(6));
        }
        for (int i = 0; i < 5; i++) {
            company.tick(Duration.ofHours(24));
        }
        assertThat(company.billed()).as("seed %d", seed).isEqualByComparingTo(used);
    }
}
