package org.apportion.metering.sending;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apportion.ledger.Instants;
import org.apportion.metering.audit.PartsDigest;
import org.apportion.metering.journal.Change;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeRows;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.model.metering.ChargeKey;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MeterAnswer;

/** Sends the heartbeats of one slot. */
final class HeartbeatRound {
    private static final int MAX_MESSAGE = 2_000;

    private final MeteredProduct account;
    private final Marketplace marketplace;
    private final Journal journal;
    private final SlotAllocator slots;

    HeartbeatRound(MeteredProduct account, Marketplace marketplace, Journal journal, SendingSettings settings) {
        this.account = account;
        this.marketplace = marketplace;
        this.journal = journal;
        this.slots = new SlotAllocator(marketplace.rules(), settings);
    }

    List<HeartbeatResult> send(Heartbeat heartbeat) {
        List<HeartbeatResult> results = new ArrayList<>();
        List<MeterRecord> records = journal.change(change -> start(heartbeat, change, results));
        int most = marketplace.rules().recordsPerCall();
        for (int from = 0; from < records.size(); from += most) {
            results.addAll(call(heartbeat.slot(), records.subList(from, Math.min(from + most, records.size()))));
        }
        return results;
    }

    private List<MeterRecord> start(Heartbeat heartbeat, Change change, List<HeartbeatResult> results) {
        List<MeterRecord> records = new ArrayList<>();
        Instant timestamp = slots.latest(change.now());
        Set<String> busy = busyDimensions(change);
        for (String dimension : heartbeat.dimensions()) {
            if (!marketplace.rules().acceptsZero()
                    && heartbeat.quantity(dimension).signum() == 0) {
                results.add(new HeartbeatResult(dimension, HeartbeatResult.Outcome.NOT_TAKEN, ""));
            } else if (wasSent(heartbeat.slot(), dimension, change)) {
                results.add(new HeartbeatResult(dimension, HeartbeatResult.Outcome.SENT_BEFORE, ""));
            } else if (busy.contains(dimension) || isTaken(dimension, timestamp, heartbeat.periodEnd(), change)) {
                results.add(new HeartbeatResult(dimension, HeartbeatResult.Outcome.COVERED, ""));
            } else {
                String key = PartsDigest.of(List.of(
                        "heartbeat",
                        account.product(),
                        account.customer(),
                        dimension,
                        Long.toString(heartbeat.slot())));
                insert(heartbeat.slot(), dimension, key, timestamp, change);
                MeterRecord record =
                        new MeterRecord(key, dimension, heartbeat.quantity(dimension), timestamp, Map.of());
                log(record, "heartbeat_sending", "timestamp", Instants.text(timestamp), change);
                records.add(record);
            }
        }
        return records;
    }

    /** Dimensions with a charge that is about to be sent. */
    private Set<String> busyDimensions(Change change) {
        Stream<String> planned = new ChargeRows(change.handle())
                .unsent(account).stream().map(Charge::key).map(ChargeKey::dimension);
        Stream<String> open = new RecordRows(change.handle())
                .open(account).stream()
                        .filter(record -> record.standing().state() != ChargeState.PARKED)
                        .map(SentRecord::dimension);
        return Stream.concat(planned, open).collect(Collectors.toSet());
    }

    private boolean isTaken(String dimension, Instant timestamp, Instant periodEnd, Change change) {
        MarketplaceRules rules = marketplace.rules();
        Instant hour = SlotAllocator.hourOf(timestamp);
        return rules.oneRecordPerHour()
                && (hour.equals(SlotAllocator.hourOf(periodEnd.minusSeconds(1)))
                        || new RecordRows(change.handle())
                                .takenHours(account, dimension, hour)
                                .contains(hour));
    }

    private boolean wasSent(long slot, String dimension, Change change) {
        return change.handle()
                .createQuery("SELECT 1 FROM meter_heartbeat WHERE product = ? AND customer = ? AND dimension = ? AND"
                        + " slot = ?")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, dimension)
                .bind(3, slot)
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private void insert(long slot, String dimension, String key, Instant timestamp, Change change) {
        change.handle()
                .createUpdate("INSERT INTO meter_heartbeat (product, customer, dimension, slot, record_key, sent_as_of,"
                        + " outcome, message) VALUES (?, ?, ?, ?, ?, ?, 'sending', '')")
                .bind(0, account.product())
                .bind(1, account.customer())
                .bind(2, dimension)
                .bind(3, slot)
                .bind(4, key)
                .bind(5, Instants.text(timestamp))
                .execute();
        if (marketplace.rules().oneRecordPerHour()) {
            new RecordRows(change.handle()).takeHour(account, dimension, SlotAllocator.hourOf(timestamp), key);
        }
    }

    private List<HeartbeatResult> call(long slot, List<MeterRecord> records) {
        List<MeterAnswer> answers = new ArrayList<>();
        String problem = "The marketplace's plugin gave no answer.";
        try {
            answers.addAll(marketplace.meter(records));
        } catch (RuntimeException e) {
            problem = "The marketplace's plugin failed: " + e.getClass().getSimpleName() + ".";
        }
        List<HeartbeatResult> results = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            String dimension = records.get(i).dimension();
            results.add(
                    i < answers.size() && answers.get(i) != null
                            ? result(dimension, answers.get(i))
                            : new HeartbeatResult(dimension, HeartbeatResult.Outcome.FAILED, problem));
        }
        journal.change(change -> {
            for (int i = 0; i < results.size(); i++) {
                finish(slot, results.get(i), change);
                log(records.get(i), "heartbeat_answered", "outcome", word(results.get(i)), change);
            }
            return true;
        });
        return results;
    }

    /** A running total is part of the proof of what was billed; a zero is not. */
    private static void log(MeterRecord record, String event, String key, String fact, Change change) {
        if (record.quantity().signum() > 0) {
            Map<String, String> detail = new LinkedHashMap<>();
            detail.put("dimension", record.dimension());
            detail.put("quantity", record.quantity().toPlainString());
            detail.put(key, fact);
            change.log().add(record.key(), event, detail);
        }
    }

    private static String word(HeartbeatResult result) {
        return result.outcome().name().toLowerCase(Locale.ROOT);
    }

    private static HeartbeatResult result(String dimension, MeterAnswer answer) {
        if (answer instanceof MeterAnswer.Accepted || answer instanceof MeterAnswer.DuplicateSame) {
            return new HeartbeatResult(dimension, HeartbeatResult.Outcome.SENT, "");
        }
        return new HeartbeatResult(dimension, HeartbeatResult.Outcome.FAILED, Answers.message(answer));
    }

    private void finish(long slot, HeartbeatResult result, Change change) {
        String message = result.message().replace('\0', ' ');
        change.handle()
                .createUpdate(
                        "UPDATE meter_heartbeat SET outcome = ?, message = ? WHERE product = ? AND customer = ? AND"
                                + " dimension = ? AND slot = ?")
                .bind(0, word(result))
                .bind(1, message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message)
                .bind(2, account.product())
                .bind(3, account.customer())
                .bind(4, result.dimension())
                .bind(5, slot)
                .execute();
    }
}
