package org.apportion.testkit.marketplace;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.AccessCheck;
import org.apportion.spi.metering.Evidence;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MarketplaceRules.UnknownOutcome;
import org.apportion.spi.metering.MeterAnswer;
import org.apportion.spi.metering.ReadBack;

/**
 * A marketplace in memory that is as strict as the real ones: one record per dimension and UTC hour, a late window, nothing
 * from the future, keys that it remembers, whole numbers, limits of a call. It counts what it bills and does, on demand,
 * what networks and services do ({@link Faults}). It outlives the process that calls it.
 *
 * <p>It remembers keys only with {@link UnknownOutcome#RESEND_SAME}. With {@link UnknownOutcome#READ_BACK} it takes a second
 * record with an equal quantity in one hour for the first one sent again, as Azure does: a caller that dates two charges alike
 * loses one. With {@link UnknownOutcome#PARK} and no hours, whoever sends twice is billed twice.
 */
public final class StrictMarketplace implements Marketplace {
    private static final Evidence EVIDENCE = new Evidence("", "");

    private final MarketplaceRules rules;
    private final InstantSource clock;
    private final Duration readBackLag;
    private final Faults faults;
    private final boolean days;
    private final List<Billed> billed = new ArrayList<>();
    private final Map<String, Billed> byKey = new LinkedHashMap<>();
    private final Map<String, Billed> byHour = new LinkedHashMap<>();
    private final List<MeterRecord> underWay = new ArrayList<>();
    private final Set<String> mistakes = new HashSet<>();
    private int calls;

    /**
     * What the customer will pay.
     *
     * @param at when it was accepted
     */
    public record Billed(MeterRecord record, String recordId, Instant at) {}

    /** @param readBackLag how long after acceptance a record is listed */
    public StrictMarketplace(MarketplaceRules rules, InstantSource clock, Duration readBackLag, Faults faults) {
        this(rules, clock, readBackLag, faults, false);
    }

    private StrictMarketplace(
            MarketplaceRules rules, InstantSource clock, Duration readBackLag, Faults faults, boolean days) {
        this.rules = rules;
        this.clock = clock;
        this.readBackLag = readBackLag;
        this.faults = faults;
        this.days = days;
    }

    /** As Azure: it knows no keys but recognizes an identical record of an hour, and lists the sums of days. */
    public static StrictMarketplace ofDays(
            MarketplaceRules rules, InstantSource clock, Duration readBackLag, Faults faults) {
        return new StrictMarketplace(rules, clock, readBackLag, faults, true);
    }

    /** Everything that was accepted, in order, without heartbeats. */
    public synchronized List<Billed> billed() {
        return billed.stream()
                .filter(each -> each.record().quantity().signum() > 0)
                .toList();
    }

    /** Everything that was accepted, in order. */
    public synchronized List<Billed> accepted() {
        return List.copyOf(billed);
    }

    /** What a careful caller never does: records over the limit of a call, a key with another quantity or timestamp. */
    public synchronized Set<String> mistakes() {
        return Set.copyOf(mistakes);
    }

    public synchronized int calls() {
        return calls;
    }

    /** Lets what is still under way arrive. */
    public synchronized void deliver() {
        List<MeterRecord> arriving = List.copyOf(underWay);
        underWay.clear();
        arriving.forEach(this::process);
    }

    @Override
    public MarketplaceRules rules() {
        return rules;
    }

    /** ASCII only, as some services have it. */
    @Override
    public boolean takesTag(String tag) {
        return tag.chars().allMatch(each -> each >= ' ' && each <= '~');
    }

    @Override
    public AccessCheck checkAccess(List<String> dimensions) {
        return new AccessCheck.Granted();
    }

    @Override
    public synchronized List<MeterAnswer> meter(List<MeterRecord> records) {
        calls++;
        if (records.size() > rules.recordsPerCall()) {
            mistakes.add("a call of " + records.size() + " records");
            return records.stream()
                    .<MeterAnswer>map(record -> new MeterAnswer.Rejected("TooManyRecords", "", EVIDENCE))
                    .toList();
        }
        return records.stream().map(this::answer).toList();
    }

    private MeterAnswer answer(MeterRecord record) {
        return switch (faults.next(record)) {
            case NONE -> process(record);
            case REQUEST_LOST -> new MeterAnswer.Unknown("connection reset", EVIDENCE);
            case REPLY_LOST -> {
                process(record);
                yield new MeterAnswer.Unknown("no reply in time", EVIDENCE);
            }
            case REQUEST_DELAYED -> {
                underWay.add(record);
                yield new MeterAnswer.Unknown("no reply in time", EVIDENCE);
            }
            case REQUEST_TWICE -> {
                MeterAnswer first = process(record);
                yield rules.unknown() == UnknownOutcome.PARK ? first : process(record);
            }
            case THROTTLED -> new MeterAnswer.RetryLater(Optional.of(Duration.ofSeconds(30)), "throttled", EVIDENCE);
        };
    }

    private MeterAnswer process(MeterRecord record) {
        Optional<MeterAnswer> refused = refusal(record);
        if (refused.isPresent()) {
            return refused.get();
        }
        Optional<MeterAnswer> duplicate = duplicate(record);
        if (duplicate.isPresent()) {
            return duplicate.get();
        }
        Billed now = new Billed(record, "id-" + (billed.size() + 1), clock.instant());
        billed.add(now);
        byKey.put(record.key(), now);
        byHour.put(hour(record), now);
        return new MeterAnswer.Accepted(now.recordId(), EVIDENCE);
    }

    private Optional<MeterAnswer> refusal(MeterRecord record) {
        Instant now = clock.instant();
        if (record.timestamp().isAfter(now)) {
            return Optional.of(new MeterAnswer.Rejected("TimestampInTheFuture", "", EVIDENCE));
        }
        if (record.timestamp().isBefore(now.minus(rules.lateWindow()))) {
            return Optional.of(new MeterAnswer.Expired("the timestamp is too old", EVIDENCE));
        }
        BigDecimal quantity = record.quantity();
        if (quantity.stripTrailingZeros().scale() > rules.quantityScale()
                || quantity.compareTo(rules.largestQuantity()) > 0
                || quantity.signum() == 0 && !rules.acceptsZero()) {
            return Optional.of(new MeterAnswer.Rejected("InvalidQuantity", "", EVIDENCE));
        }
        return Optional.empty();
    }

    private Optional<MeterAnswer> duplicate(MeterRecord record) {
        Billed sameKey = byKey.get(record.key());
        if (sameKey != null && rules.unknown() == UnknownOutcome.RESEND_SAME && !days) {
            if (isSame(sameKey.record(), record)) {
                return Optional.of(new MeterAnswer.DuplicateSame(sameKey.recordId(), EVIDENCE));
            }
            mistakes.add("key " + record.key() + " with another quantity or timestamp");
            return Optional.of(other(sameKey, "the key is known"));
        }
        Billed sameHour = byHour.get(hour(record));
        if (sameHour == null || !rules.oneRecordPerHour()) {
            return Optional.empty();
        }
        boolean same = days
                ? isSame(sameHour.record(), record)
                : sameHour.record().quantity().compareTo(record.quantity()) == 0
                        && rules.unknown() != UnknownOutcome.RESEND_SAME;
        return Optional.of(
                same
                        ? new MeterAnswer.DuplicateSame(sameHour.recordId(), EVIDENCE)
                        : other(sameHour, "the hour has a record"));
    }

    private static boolean isSame(MeterRecord one, MeterRecord other) {
        return one.quantity().compareTo(other.quantity()) == 0
                && one.timestamp().equals(other.timestamp())
                && one.dimension().equals(other.dimension());
    }

    private static MeterAnswer other(Billed there, String message) {
        return new MeterAnswer.DuplicateOther(Optional.of(there.record().quantity()), message, EVIDENCE);
    }

    private static String hour(MeterRecord record) {
        return record.dimension() + " " + record.timestamp().truncatedTo(ChronoUnit.HOURS);
    }

    @Override
    public synchronized ReadBack readBack(String dimension, Instant from, Instant to) {
        if (rules.unknown() != UnknownOutcome.READ_BACK && !days) {
            return new ReadBack.NotOffered();
        }
        if (faults.readBackFails()) {
            return new ReadBack.Failed("not now");
        }
        Instant listed = clock.instant().minus(readBackLag);
        ChronoUnit grain = days ? ChronoUnit.DAYS : ChronoUnit.HOURS;
        List<ReadBack.AcceptedRecord> lines = billed.stream()
                .filter(each -> each.record().dimension().equals(dimension)
                        && !each.record().timestamp().isBefore(from)
                        && each.record().timestamp().isBefore(to)
                        && !each.at().isAfter(listed))
                .map(each -> new ReadBack.AcceptedRecord(
                        dimension,
                        each.record().timestamp().truncatedTo(grain),
                        each.record().quantity(),
                        days ? "" : each.recordId()))
                .toList();
        return days ? new ReadBack.Told(sums(lines), ReadBack.Grain.DAY) : new ReadBack.Told(lines);
    }

    private static List<ReadBack.AcceptedRecord> sums(List<ReadBack.AcceptedRecord> lines) {
        Map<Instant, ReadBack.AcceptedRecord> byDay = new LinkedHashMap<>();
        lines.forEach(line -> byDay.merge(
                line.slot(),
                line,
                (one, other) -> new ReadBack.AcceptedRecord(
                        one.dimension(), one.slot(), one.quantity().add(other.quantity()), "")));
        return List.copyOf(byDay.values());
    }

    @Override
    public Map<String, Object> accountInfo() {
        return Map.of("cloud_provider", "strict");
    }

    @Override
    public void close() {
        // It outlives its callers.
    }
}
