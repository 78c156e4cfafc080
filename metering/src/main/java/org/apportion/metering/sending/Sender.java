package org.apportion.metering.sending;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeRows;
import org.apportion.metering.journal.ChargeState;
import org.apportion.metering.journal.Journal;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.MarketplaceRules;
import org.apportion.spi.metering.MarketplaceRules.UnknownOutcome;

/**
 * Sends what is planned, finds out what became of lost answers, and sends again what was certainly not billed. Call {@link
 * #send} at every tick; it does what is due and returns.
 *
 * <p>One sender per process, under the journal's lease. Safe for many threads with different products or customers; one
 * product and customer takes its turns.
 */
public final class Sender {
    private final Journal journal;
    private final SendingSettings settings;
    private final RandomGenerator random;
    private final StepWatch watch;
    private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();
    private final Map<MeteredProduct, Object> turns = new ConcurrentHashMap<>();

    /** @param random for waits between attempts only */
    public Sender(Journal journal, SendingSettings settings, RandomGenerator random, StepWatch watch) {
        this.journal = journal;
        this.settings = settings;
        this.random = random;
        this.watch = watch;
    }

    /**
     * One round for one product and customer.
     *
     * @throws org.apportion.model.ApportionException {@code LEDGER_LEASE_LOST} if another process took over; what was under way
     *     is found out by that process
     */
    public SendReport send(MeteredProduct account, Marketplace marketplace) {
        synchronized (turn(account)) {
            return round(account, marketplace);
        }
    }

    /**
     * Tells the marketplace that the product is alive, with quantity zero. Never touches a charge and never takes the hour
     * that one needs.
     */
    public List<HeartbeatResult> heartbeat(MeteredProduct account, Marketplace marketplace, Heartbeat heartbeat) {
        synchronized (turn(account)) {
            return new HeartbeatRound(account, marketplace, journal, settings).send(heartbeat);
        }
    }

    private Object turn(MeteredProduct account) {
        return turns.computeIfAbsent(account, any -> new Object());
    }

    private SendReport round(MeteredProduct account, Marketplace marketplace) {
        MarketplaceRules rules = marketplace.rules();
        Answers answers = new Answers(rules, settings, new Backoff(settings, random));
        SlotAllocator slots = new SlotAllocator(rules, settings);
        Work work = read(account);
        if (new Tidying(rules, settings, answers, watch).tidy(journal, work.open(), work.unsent())) {
            work = read(account);
        }
        CircuitBreaker breaker = breakers.computeIfAbsent(account.product(), any -> new CircuitBreaker(settings));
        if (!breaker.allows(journal.now())) {
            return new SendReport(0, 0, work.unsent().size(), true, warnings(work, slots));
        }
        if (new ReadingBack(marketplace, journal, settings, watch).resolve(work.open())) {
            work = read(account);
        }
        Call call = new Call(account, marketplace, journal, slots, answers, watch);
        int sent = 0;
        int billed = 0;
        int waiting = 0;
        for (List<SendUnit> units : SendUnit.calls(due(account, work, rules, slots), rules)) {
            if (!breaker.allows(journal.now())) {
                return new SendReport(sent, billed, waiting, true, warnings(work, slots));
            }
            Call.Result result = call.make(units);
            sent += result.sent();
            billed += result.billed();
            waiting += result.waiting();
            if (result.useful()) {
                breaker.answered();
            } else {
                breaker.failed(journal.now());
            }
        }
        List<String> warnings = warnings(sent > 0 ? read(account) : work, slots);
        if (waiting > 0) {
            warnings.add(waiting + " charges wait: each hour that the marketplace still takes has a record of their"
                    + " dimension. One more is sent each hour.");
        }
        return new SendReport(sent, billed, waiting, false, warnings);
    }

    private record Work(List<SentRecord> open, List<Charge> unsent) {}

    private Work read(MeteredProduct account) {
        return journal.read(
                tx -> new Work(new RecordRows(tx.handle()).open(account), new ChargeRows(tx.handle()).unsent(account)));
    }

    private List<SendUnit> due(MeteredProduct account, Work work, MarketplaceRules rules, SlotAllocator slots) {
        Instant now = journal.now();
        List<SendUnit> units = new ArrayList<>();
        for (SentRecord record : work.open()) {
            ChargeState state = record.standing().state();
            boolean resend = state == ChargeState.RETRY_AT
                    || state == ChargeState.UNKNOWN && rules.unknown() == UnknownOutcome.RESEND_SAME;
            boolean inWindow = now.isBefore(slots.closes(record.sentAsOf()));
            if (resend && inWindow && !now.isBefore(record.notBefore())) {
                units.add(new SendUnit.Again(record));
            }
        }
        units.addAll(SendUnit.fresh(work.unsent(), rules, summed(account, work.unsent(), rules, slots)));
        return units;
    }

    /** Dimensions whose charges are summed. */
    private Predicate<String> summed(
            MeteredProduct account, List<Charge> unsent, MarketplaceRules rules, SlotAllocator slots) {
        Map<String, List<Charge>> several = unsent.stream()
                .collect(Collectors.groupingBy(charge -> charge.key().dimension()));
        several.values().removeIf(charges -> charges.size() == 1);
        if (several.isEmpty() || settings.sumCatchUp() || !rules.oneRecordPerHour()) {
            return dimension -> settings.sumCatchUp();
        }
        Instant now = journal.now();
        Map<String, Set<Instant>> taken = journal.read(tx -> new RecordRows(tx.handle())
                .takenHours(account, several.keySet(), SlotAllocator.hourOf(slots.oldest(now))));
        several.entrySet()
                .removeIf(each -> !slots.sums(each.getValue(), now, taken.getOrDefault(each.getKey(), Set.of())));
        return several::containsKey;
    }

    private List<String> warnings(Work work, SlotAllocator slots) {
        List<String> warnings = new ArrayList<>();
        for (SentRecord record : work.open()) {
            ChargeState state = record.standing().state();
            Instant closes = slots.closes(record.sentAsOf());
            if (state == ChargeState.PARKED) {
                warnings.add("A charge of dimension " + record.dimension() + " waits for an operator (record "
                        + record.key() + ").");
            } else if (record.standing().doubt() && !journal.now().isBefore(closes.minus(settings.warnBefore()))) {
                warnings.add("Whether " + record.quantity().toPlainString() + " of dimension " + record.dimension()
                        + " was billed is not known yet; the marketplace takes the record until " + closes + ".");
            }
        }
        return warnings;
    }
}
