package org.apportion.confluent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apportion.confluent.InventoryItem.Kind;
import org.junit.jupiter.api.Test;

/** Each hour has those who were there at some moment of it, whatever began or ended between. */
final class InventoryUsagePropertyTest {
    private static final Instant START = Instant.parse("2026-10-01T00:00:00Z");

    @Test
    void everyHourTellsWhoWasThere() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Lifetime> lifetimes = new ArrayList<>();
            for (int account = 0; account < 1 + random.nextInt(5); account++) {
                Optional<Instant> from = moment(random);
                lifetimes.add(new Lifetime(
                        new InventoryItem(
                                Kind.SERVICE_ACCOUNT, "sa-" + account, "service-accounts", "", from, Map.of()),
                        from,
                        moment(random).filter(to -> from.isEmpty() || to.isAfter(from.get())),
                        START,
                        START));
            }
            InventoryUsage usage = new InventoryUsage("org-1", lifetimes);
            for (int day = 0; day < 3; day++) {
                LocalDate date = LocalDate.of(2026, 10, 1).plusDays(day);
                assertThat(usage.samples(date))
                        .as("seed " + seed + ", " + date)
                        .isEqualTo(expected(lifetimes, START.plus(Duration.ofDays(day))));
            }
        }
    }

    private static String expected(List<Lifetime> lifetimes, Instant day) {
        StringBuilder text = new StringBuilder(UsageCsv.HEADING);
        IntStream.range(0, 24)
                .mapToObj(hour -> day.plus(Duration.ofHours(hour)))
                .forEach(hour -> lifetimes.stream()
                        .filter(each -> each.during(hour, hour.plus(Duration.ofHours(1))))
                        .forEach(each ->
                                text.append(hour + ",org-1," + each.item().id() + ",confluent_identity,1,owner\n")));
        return text.toString();
    }

    /** Within the three days, some on the hour; sometimes none. */
    private static Optional<Instant> moment(Random random) {
        long minutes = random.nextInt(3 * 24 * 60);
        return random.nextInt(4) == 0
                ? Optional.empty()
                : Optional.of(START.plus(Duration.ofMinutes(random.nextBoolean() ? minutes : minutes / 60 * 60)));
    }
}
