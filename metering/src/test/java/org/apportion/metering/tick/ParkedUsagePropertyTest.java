package org.apportion.metering.tick;

import static org.apportion.metering.Products.band;
import static org.apportion.metering.Products.metric;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apportion.metering.aggregation.TagWeights;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.journal.Fences;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.JournalProof;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.WaitingUsage;
import org.apportion.metering.sending.Operator;
import org.apportion.model.metering.ConsumptionReporting;
import org.apportion.model.metering.UsageAggregation;
import org.apportion.model.metering.UsageMetric;
import org.apportion.testkit.marketplace.Faults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of one hour whose usage was parked: late samples, restarts, bounds that are mended, a person who gives it up or has it
 * billed. The bill is the usage, or less only if that was given up, or is told; never more.
 */
final class ParkedUsagePropertyTest {
    private static final int RUNS = 20;
    private static final UsageMetric SMALL =
            metric("nodes", UsageAggregation.MAXIMUM, ConsumptionReporting.VOLUME, band("small", 0, 10));

    @TempDir
    private Path folder = Path.of("");

    @Test
    void usageThatWasParkedIsBilledOnceOrTold() {
        for (int seed = 0; seed < RUNS; seed++) {
            run(seed);
        }
    }

    private void run(int seed) {
        Random random = new Random(seed);
        List<String> story = new ArrayList<>();
        try (Company company = new Company(
                folder.resolve("run-" + seed),
                AdjustedHours.adjusting(SMALL),
                "2027-01-01T10:00:00Z",
                Company.rules(),
                Faults.none())) {
            AdjustedHours.closeFirstHour(company, "nodes", 12);
            long most = 12;
            boolean waived = false;
            for (int step = 0; step < 6; step++) {
                switch (random.nextInt(4)) {
                    case 0 -> {
                        long nodes = 1 + random.nextInt(40);
                        most = Math.max(most, nodes);
                        Journal.open(company.ledger, Fences.open(1))
                                .addSample(
                                        AdjustedHours.ACCOUNT,
                                        AdjustedHours.says(
                                                Instant.parse("2027-01-01T10:30:00Z")
                                                        .plusSeconds(step),
                                                "nodes",
                                                nodes));
                        story.add("late " + nodes);
                    }
                    case 1 -> {
                        company.restart(
                                AdjustedHours.adjusting(random.nextBoolean() ? AdjustedHours.ALL_NODES : SMALL));
                        story.add("restart");
                    }
                    case 2 ->
                        story.add("tick " + company.tick(Duration.ofSeconds(30)).errors());
                    default -> {
                        List<WaitingUsage> waiting = new JournalView(company.ledger).waitingUsage();
                        boolean waive = random.nextInt(3) == 0;
                        if (!waiting.isEmpty()) {
                            decide(company, waiting.get(0), waive);
                            waived |= waive;
                            story.add(waive ? "waived" : "ordered");
                        }
                    }
                }
            }
            company.tick(Duration.ofSeconds(30));
            company.tick(Duration.ofSeconds(30));
            check(company, most, waived, "seed " + seed + ": " + story);
        }
    }

    private static void decide(Company company, WaitingUsage waiting, boolean waive) {
        Operator ann = new Operator(company.ledger, "ann");
        if (waive) {
            ann.waiveParked(waiting.id(), "a lie");
        } else {
            ann.billParked(
                    waiting.id(),
                    usage -> ParkedSplit.as("small", 0, usage, TagWeights.of(List.of()), "ann", "agreed"),
                    "agreed");
        }
    }

    private static void check(Company company, long most, boolean waived, String story) {
        JournalView view = new JournalView(company.ledger);
        BigDecimal billed = company.marketplace.billed().stream()
                .map(each -> each.record().quantity())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        boolean open = !view.waitingUsage().isEmpty() || !view.differences().isEmpty();
        assertThat(billed).as(story).isLessThanOrEqualTo(BigDecimal.valueOf(most));
        if (!open && !waived) {
            assertThat(billed).as(story).isEqualByComparingTo(BigDecimal.valueOf(most));
        }
        if (waived) {
            assertThat(billed).as(story).isZero();
        }
        assertThat(AuditChain.verify(company.ledger).problems()).as(story).isEmpty();
        assertThat(JournalProof.problems(company.ledger)).as(story).isEmpty();
    }
}
