package org.apportion.metering.sending;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.apportion.spi.metering.ReadBack;

/**
 * What the lines that a marketplace lists say about one record of ours. Pure.
 *
 * <p>Where an hour holds one record, the line of the record's hour decides. Where it may hold several, only lines of exactly its
 * instant and quantity can be it, and only as many as are left after our other records. Where a line is the sum of a day,
 * the day's sum decides: it is that of our other records, with this one or without.
 *
 * <p>Example: 5 is looked for, another record of 3 is billed that day. The day's sum is 8: it is there; 3: it is not; 7: unclear.
 *
 * @param recordId the marketplace's; empty if several lines could be it
 * @param quantity of what is there
 */
record Listed(Finding finding, String recordId, BigDecimal quantity) {

    /** What is known. */
    enum Finding {
        /** It is billed. */
        THERE,
        /** Its hour holds another quantity. */
        ANOTHER_THERE,
        /** It is not listed, and nothing listed could be it. */
        NOT_THERE,
        /** Lines that we do not know, or that could be another record as well. */
        UNCLEAR
    }

    static Listed of(SentRecord record, ReadBack.Told told, Siblings siblings, boolean oneRecordPerHour) {
        List<ReadBack.AcceptedRecord> lines = told.records().stream()
                .filter(line -> line.dimension().equals(record.dimension()))
                .toList();
        if (told.grain() == ReadBack.Grain.DAY) {
            return byDay(record, lines, siblings);
        }
        return oneRecordPerHour ? byHour(record, lines, siblings) : byInstant(record, lines, siblings);
    }

    private static Listed byDay(SentRecord record, List<ReadBack.AcceptedRecord> lines, Siblings siblings) {
        BigDecimal told =
                lines.stream().map(ReadBack.AcceptedRecord::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal rest = told.subtract(siblings.sum(Siblings.Billed.YES));
        if (siblings.foreign() || record.quantity().signum() == 0) {
            return new Listed(Finding.UNCLEAR, "", told);
        }
        if (rest.signum() == 0) {
            return new Listed(Finding.NOT_THERE, "", told);
        }
        boolean all = rest.compareTo(record.quantity().add(siblings.sum(Siblings.Billed.OPEN))) == 0;
        return new Listed(all ? Finding.THERE : Finding.UNCLEAR, "", told);
    }

    private static Listed byHour(SentRecord record, List<ReadBack.AcceptedRecord> lines, Siblings siblings) {
        Instant hour = SlotAllocator.hourOf(record.sentAsOf());
        for (ReadBack.AcceptedRecord line : lines) {
            if (SlotAllocator.hourOf(line.slot()).equals(hour)) {
                boolean same = line.quantity().compareTo(record.quantity()) == 0;
                return new Listed(same ? Finding.THERE : Finding.ANOTHER_THERE, line.recordId(), line.quantity());
            }
        }
        return absent(
                lines,
                line -> siblings.records().stream()
                        .anyMatch(
                                each -> SlotAllocator.hourOf(each.sentAsOf()).equals(SlotAllocator.hourOf(line.slot()))
                                        && each.quantity().compareTo(line.quantity()) == 0));
    }

    private static Listed byInstant(SentRecord record, List<ReadBack.AcceptedRecord> lines, Siblings siblings) {
        List<ReadBack.AcceptedRecord> like = lines.stream()
                .filter(line -> isAt(line, record.sentAsOf(), record.quantity()))
                .toList();
        List<Siblings.Sibling> twins = siblings.records().stream()
                .filter(each -> each.sentAsOf().equals(record.sentAsOf())
                        && each.quantity().compareTo(record.quantity()) == 0
                        && each.billed() != Siblings.Billed.NO)
                .toList();
        if (like.size() > twins.size()) {
            return new Listed(Finding.THERE, like.size() == 1 ? like.get(0).recordId() : "", record.quantity());
        }
        long billed = twins.stream()
                .filter(each -> each.billed() == Siblings.Billed.YES)
                .count();
        if (like.size() > billed) {
            return new Listed(Finding.UNCLEAR, "", record.quantity());
        }
        return absent(
                lines,
                line -> like.contains(line)
                        || siblings.records().stream().anyMatch(each -> isAt(line, each.sentAsOf(), each.quantity())));
    }

    private static Listed absent(List<ReadBack.AcceptedRecord> lines, Predicate<ReadBack.AcceptedRecord> ours) {
        boolean stranger = lines.stream().anyMatch(line -> line.quantity().signum() != 0 && !ours.test(line));
        return new Listed(stranger ? Finding.UNCLEAR : Finding.NOT_THERE, "", BigDecimal.ZERO);
    }

    private static boolean isAt(ReadBack.AcceptedRecord line, Instant instant, BigDecimal quantity) {
        return line.slot().equals(instant) && line.quantity().compareTo(quantity) == 0;
    }
}
