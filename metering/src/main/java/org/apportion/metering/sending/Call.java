package org.apportion.metering.sending;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
        RecordRows rows = new RecordRows(change.handle());
        Set<String> unsent = new ChargeRows(change.handle()).unsentKeys(account);
        int waiting = 0;
        for (SendUnit unit : units) {
            if (unit instanceof SendUnit.Again again) {
                if (changes.startAgain(again.record())) {
                    started.add(again.record().startedAgain());
                }
            } else if (unit instanceof SendUnit.Fresh fresh
                    && fresh.charges().stream().map(Charge::id).allMatch(unsent::contains)) {
                Optional<SentRecord> record = start(fresh, change.now(), rows, changes);
                record.ifPresent(started::add);
                waiting += record.isPresent() ? 0 : fresh.charges().size();
            }
        }
        return waiting;
    }

    private Optional<SentRecord> start(SendUnit.Fresh fresh, Instant now, RecordRows rows, RecordChanges changes) {
        Charge last = fresh.charges().get(fresh.charges().size() - 1);
        String dimension = last.key().dimension();
        boolean perHour = marketplace.rules().oneRecordPerHour();
        Set<Instant> taken =
                perHour ? rows.takenHours(account, dimension, SlotAllocator.hourOf(slots.oldest(now))) : Set.of();
        Optional<Instant> timestamp = slots.choose(last.key().period(), now, taken, fresh.moves() > 0);
        if (timestamp.isEmpty()) {
            return Optional.empty();
        }
        List<String> ids = fresh.charges().stream().map(Charge::id).toList();
        if (perHour) {
            rows.takeHour(account, dimension, SlotAllocator.hourOf(timestamp.get()), fresh.key());
        }
        changes.start(new RecordChanges.New(
                fresh.key(), account, dimension, fresh.quantity(), fresh.allocations(), timestamp.get(), ids));
        return Optional.of(new SentRecord(
                fresh.key(),
                account,
                dimension,
                fresh.quantity(),
                fresh.allocations(),
                timestamp.get(),
                Standing.sure(ChargeState.SENDING),
                1,
                now,
                now,
                fresh.moves(),
                ids));
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
        RecordChanges changes = new RecordChanges(change);
        int billed = 0;
        for (int i = 0; i < started.size(); i++) {
            SentRecord record = started.get(i);
            Outcome outcome = answers.outcome(record, told.get(i), change.now());
            boolean written = answers.write(changes, record, outcome);
            if (written && (outcome.event() == ChargeEvent.ACCEPTED || outcome.event() == ChargeEvent.DUPLICATE_SAME)) {
                billed += record.charges().size();
            }
        }
        return billed;
    }
}
