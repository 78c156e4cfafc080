package org.apportion.metering.sending;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apportion.metering.journal.Change;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeRows;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.model.metering.MeterRecord;
import org.apportion.spi.metering.Evidence;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MeterAnswer;

/** One call to a marketplace: attempts on disk, the call, answers on disk. */
final class Call {
    private final MeteredProduct account;
    private final Marketplace marketplace;
    private final Journal journal;
    private final SlotAllocator slots;
    private final Answers answers;
    private final StepWatch watch;

    Call(
            MeteredProduct account,
            Marketplace marketplace,
            Journal journal,
            SlotAllocator slots,
            Answers answers,
            StepWatch watch) {
        this.account = account;
        this.marketplace = marketplace;
        this.journal = journal;
        this.slots = slots;
        this.answers = answers;
        this.watch = watch;
    }

    /**
     * What came of it.
     *
     * @param waiting charges for which no hour is free
     * @param useful whether any record got an answer other than "later" and silence
     */
    record Result(int sent, int billed, int waiting, boolean useful) {}

    Result make(List<SendUnit> units) {
        List<SentRecord> started = new ArrayList<>();
        int waiting = journal.<Integer>change(change -> {
            int left = start(units, change, started);
            watch.reached(StepWatch.Step.STARTING);
            return left;
        });
        watch.reached(StepWatch.Step.STARTED);
        if (started.isEmpty()) {
            return new Result(0, 0, waiting, true);
        }
        List<MeterAnswer> told = call(started);
        watch.reached(StepWatch.Step.ANSWERED);
        int billed = journal.<Integer>change(change -> {
            int newly = finish(started, told, change);
            watch.reached(StepWatch.Step.FINISHING);
            return newly;
        });
        watch.reached(StepWatch.Step.FINISHED);
        boolean useful = told.stream()
                .anyMatch(answer ->
                        !(answer instanceof MeterAnswer.Unknown) && !(answer instanceof MeterAnswer.RetryLater));
        return new Result(started.size(), billed, waiting, useful);
    }

    /** @return how many charges have no hour */
    private int start(List<SendUnit> units, Change change, List<SentRecord> started) {
        RecordChanges changes = new RecordChanges(change);
        Set<String> unsent = new ChargeRows(change.handle()).unsentKeys(account);
        List<SendUnit.Fresh> fresh = new ArrayList<>();
        for (SendUnit unit : units) {
            if (unit instanceof SendUnit.Again again) {
                if (changes.startAgain(again.record())) {
                    started.add(again.record().startedAgain());
                }
            } else if (unit instanceof SendUnit.Fresh each
                    && each.charges().stream().map(Charge::id).allMatch(unsent::contains)) {
                fresh.add(each);
            }
        }
        return startFresh(fresh, change, changes, started);
    }

    private int startFresh(List<SendUnit.Fresh> fresh, Change change, RecordChanges changes, List<SentRecord> started) {
        RecordRows rows = new RecordRows(change.handle());
        boolean perHour = marketplace.rules().oneRecordPerHour();
        Map<String, Set<Instant>> taken = perHour
                ? rows.takenHours(account, dimensions(fresh), SlotAllocator.hourOf(slots.oldest(change.now())))
                : Map.of();
        List<RecordChanges.New> records = new ArrayList<>();
        int waiting = 0;
        for (SendUnit.Fresh each : fresh) {
            Charge last = each.charges().get(each.charges().size() - 1);
            String dimension = last.key().dimension();
            Set<Instant> hours = taken.getOrDefault(dimension, Set.of());
            Optional<Instant> timestamp = slots.choose(last.key().period(), change.now(), hours, each.moves() > 0);
            if (timestamp.isEmpty()) {
                waiting += each.charges().size();
                continue;
            }
            List<String> ids = each.charges().stream().map(Charge::id).toList();
            if (perHour) {
                Instant hour = SlotAllocator.hourOf(timestamp.get());
                rows.takeHour(account, dimension, hour, each.key());
                hours.add(hour);
            }
            records.add(new RecordChanges.New(
                    each.key(), account, dimension, each.quantity(), each.allocations(), timestamp.get(), ids));
            started.add(new SentRecord(
                    each.key(),
                    account,
                    dimension,
                    each.quantity(),
                    each.allocations(),
                    timestamp.get(),
                    Standing.sure(ChargeState.SENDING),
                    1,
                    change.now(),
                    change.now(),
                    each.moves(),
                    ids));
        }
        changes.start(records);
        return waiting;
    }

    private static Set<String> dimensions(List<SendUnit.Fresh> fresh) {
        return fresh.stream()
                .map(each -> each.charges().get(0).key().dimension())
                .collect(Collectors.toSet());
    }

    /** As many answers as records, whatever the plugin does. */
    private List<MeterAnswer> call(List<SentRecord> started) {
        List<MeterRecord> records = started.stream().map(SentRecord::toSend).toList();
        List<MeterAnswer> told = new ArrayList<>();
        String problem = "The marketplace's plugin gave no answer for this record.";
        try {
            told.addAll(marketplace.meter(records));
        } catch (RuntimeException e) {
            problem = "The marketplace's plugin failed: " + e.getClass().getSimpleName() + ".";
        }
        MeterAnswer none = new MeterAnswer.Unknown(problem, new Evidence("", ""));
        told.replaceAll(answer -> Objects.requireNonNullElse(answer, none));
        while (told.size() < records.size()) {
            told.add(none);
        }
        return told;
    }

    private int finish(List<SentRecord> started, List<MeterAnswer> told, Change change) {
        List<RecordChanges.Told> outcomes = new ArrayList<>();
        for (int i = 0; i < started.size(); i++) {
            SentRecord record = started.get(i);
            outcomes.add(new RecordChanges.Told(record, answers.outcome(record, told.get(i), change.now())));
        }
        List<Boolean> written = answers.write(new RecordChanges(change), outcomes);
        int billed = 0;
        for (int i = 0; i < started.size(); i++) {
            ChargeEvent event = outcomes.get(i).outcome().event();
            if (written.get(i) && (event == ChargeEvent.ACCEPTED || event == ChargeEvent.DUPLICATE_SAME)) {
                billed += started.get(i).charges().size();
            }
        }
        return billed;
    }
}
