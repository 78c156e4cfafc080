package org.apportion.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ComparedDaysTest {
    private static final LocalDate NOVEMBER = LocalDate.parse("2026-11-01");

    private final ComparedDays compared = new ComparedDays();
    private final Set<LocalDate> read = new TreeSet<>();

    private static Set<LocalDate> days(int count) {
        LocalDate end = LocalDate.parse("2026-11-20");
        return end.minusDays(count).datesUntil(end).collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<LocalDate, DayDigest> of(Set<LocalDate> told, LocalDate open) {
        return of(told, day -> day.isBefore(open) ? Optional.of("run 1") : Optional.empty());
    }

    private Map<LocalDate, DayDigest> of(Set<LocalDate> told, Function<LocalDate, Optional<String>> closing) {
        read.clear();
        return compared.of(told, closing, unknown -> {
            read.addAll(unknown);
            Map<LocalDate, DayDigest> digests = new HashMap<>();
            unknown.forEach(day -> digests.put(day, digest(day.toEpochDay())));
            return digests;
        });
    }

    private static DayDigest digest(long number) {
        return new DayDigest(new DayDigest.Sum(1, BigDecimal.valueOf(number)), DayDigest.Sum.NONE);
    }

    @Test
    void daysOfClosedMonthsAreReadOnce() {
        assertThat(of(days(62), NOVEMBER)).hasSize(62);
        assertThat(read).hasSize(62);

        Map<LocalDate, DayDigest> again = of(days(62), NOVEMBER);
        assertThat(read).hasSize(19).allMatch(day -> !day.isBefore(NOVEMBER));
        LocalDate closed = LocalDate.parse("2026-10-07");
        assertThat(again).hasSize(62).containsEntry(closed, digest(closed.toEpochDay()));
    }

    @Test
    void aMonthThatIsOpenedAgainIsReadAgain() {
        of(days(62), NOVEMBER);
        of(days(62), LocalDate.parse("2026-10-01"));

        assertThat(read).hasSize(50);
    }

    @Test
    void aMonthThatWasOpenedAndClosedAgainBetweenTwoQuestionsIsReadAgain() {
        of(days(62), NOVEMBER);
        LocalDate october = LocalDate.parse("2026-10-01");
        of(
                days(62),
                day -> day.isBefore(NOVEMBER)
                        ? Optional.of(day.isBefore(october) ? "run 1" : "run 2")
                        : Optional.empty());
        assertThat(read).hasSize(50);

        of(days(62), NOVEMBER.minusMonths(1));
        assertThat(read).allMatch(day -> !day.isBefore(october));
    }

    @Test
    void withoutToldDaysNothingIsRead() {
        assertThat(of(Set.of(), NOVEMBER)).isEmpty();
        assertThat(read).isEmpty();
    }
}
