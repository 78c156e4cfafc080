package org.apportion.metering.service;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apportion.ledger.Ledger;
import org.apportion.metering.aggregation.TagWeights;
import org.apportion.metering.audit.AuditChain;
import org.apportion.metering.audit.AuditEvent;
import org.apportion.metering.journal.Charge;
import org.apportion.metering.journal.ChargeFilter;
import org.apportion.metering.journal.ClosedPeriod;
import org.apportion.metering.journal.Difference;
import org.apportion.metering.journal.JournalProof;
import org.apportion.metering.journal.JournalSample;
import org.apportion.metering.journal.JournalView;
import org.apportion.metering.journal.LateDecision;
import org.apportion.metering.journal.MeteredProduct;
import org.apportion.metering.journal.ParkedUsage;
import org.apportion.metering.journal.PeriodClose;
import org.apportion.metering.journal.WaitingUsage;
import org.apportion.metering.sending.Operator;
import org.apportion.metering.sending.Reconciliation;
import org.apportion.metering.tick.MeterError;
import org.apportion.metering.tick.ParkedSplit;
import org.apportion.metering.tick.PeriodPlan;
import org.apportion.model.ApportionException;
import org.apportion.model.metering.MeteringPeriod;
import org.apportion.model.metering.ProductListing;
import org.apportion.spi.metering.Marketplace;
import org.apportion.spi.metering.UsageReading;

/**
 * What people ask of the journal, and decide about its charges. Questions write nothing; neither needs the lease. Close it after use.
 */
public final class MeterQuestions implements AutoCloseable {
    /** Fewer characters of an id could mean several. */
    private static final int SHORTEST_WORD = 6;

    private final MeterSetup setup;
    private final Ledger ledger;
    private final JournalView view;

    private MeterQuestions(MeterSetup setup, Ledger ledger) {
        this.setup = setup;
        this.ledger = ledger;
        this.view = new JournalView(ledger);
    }

    /** Opens the journal's database. */
    public static MeterQuestions open(MeterSetup setup) {
        return new MeterQuestions(setup, setup.openLedger());
    }

    /** What a person may do with charges. @param name of the person, for the chain of events */
    public Operator operator(String name) {
        return new Operator(ledger, name);
    }

    /** Verifies the chain of events, and that samples, closed periods and parked usage are what it tells. */
    public AuditChain.Verification verify() {
        AuditChain.Verification chain = AuditChain.verify(ledger);
        List<String> problems = new ArrayList<>(chain.problems());
        problems.addAll(JournalProof.problems(ledger));
        return new AuditChain.Verification(chain.events(), chain.head(), List.copyOf(problems));
    }

    /** The charges of all products and customers, the latest periods first. */
    public List<Charge> charges(ChargeFilter filter) {
        return view.charges(filter);
    }

    /**
     * A charge by its key, the beginning of it, or the marketplace's record id.
     *
     * @throws ApportionException {@code METER_UNKNOWN} if there is none, or several
     */
    public Charge charge(String word) {
        List<Charge> found = view.chargesNamed(word);
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new ApportionException(
                MeterError.METER_UNKNOWN,
                word,
                found.isEmpty() ? "There is no such charge or record." : found.size() + " charges are meant.",
                "List them: apportion meter charges.");
    }

    /** Usage that no dimension took and nobody has settled, the oldest period first. */
    public List<WaitingUsage> waitingUsage() {
        return view.waitingUsage();
    }

    /**
     * One of {@link #waitingUsage} by the beginning of its id.
     *
     * @return empty if none is meant
     * @throws ApportionException {@code METER_UNKNOWN} if several are, or a charge as well
     */
    public Optional<WaitingUsage> waitingUsage(String word) {
        List<WaitingUsage> found = waitingUsage().stream()
                .filter(each -> word.length() >= SHORTEST_WORD && each.id().startsWith(word))
                .toList();
        int meant =
                found.size() + (found.isEmpty() ? 0 : view.chargesNamed(word).size());
        if (meant > 1) {
            throw new ApportionException(
                    MeterError.METER_UNKNOWN,
                    word,
                    meant + " charges or parked usages are meant.",
                    "List them: apportion meter charges.");
        }
        return found.stream().findFirst();
    }

    /**
     * What parked usage comes to as a dimension, with the tags of its period's samples.
     *
     * @param by who orders it, and why
     * @throws ApportionException {@code METER_UNKNOWN} if its product has no such dimension
     */
    public Function<ParkedUsage, LateDecision.Addition> parkedAs(
            WaitingUsage waiting, String dimension, String by, String reason) {
        MeteredProduct account = waiting.account();
        ProductListing listing = listing(account.product())
                .filter(each -> each.dimensions().contains(dimension))
                .orElseThrow(() -> new ApportionException(
                        MeterError.METER_UNKNOWN,
                        account.toString(),
                        "The file has no dimension '" + dimension + "' of this product.",
                        "Name one of "
                                + listing(account.product())
                                        .map(ProductListing::dimensions)
                                        .orElse(List.of()) + "."));
        TagWeights tags =
                TagWeights.of(view.samplesInBill(account, waiting.usage().period(), Instant.MAX).stream()
                        .map(JournalSample::reading)
                        .toList());
        int scale = quantityScale(listing, account);
        return usage -> ParkedSplit.as(dimension, scale, usage, tags, by, reason);
    }

    /** What late samples would change in closed periods and nobody has settled. */
    public List<Difference> differences() {
        return view.differences();
    }

    /**
     * One of {@link #differences} by the beginning of its id.
     *
     * @throws ApportionException {@code METER_UNKNOWN} if there is none, or several
     */
    public Difference difference(String word) {
        List<Difference> found = differences().stream()
                .filter(each -> !word.isEmpty() && each.id().startsWith(word))
                .toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        throw new ApportionException(
                MeterError.METER_UNKNOWN,
                word,
                found.isEmpty()
                        ? "There is no such difference that is not settled."
                        : found.size() + " differences are meant.",
                "List them: apportion meter charges.");
    }

    /**
     * Why a charge has its quantity.
     *
     * @param samples all of the period; those that do not count are marked
     * @param plan what the samples come to by the terms of the close; empty if the product is no longer configured or its samples were dropped
     * @param recomputed the charge by that plan
     * @param inputsSame whether the samples are those that the charge was computed from
     * @param events what happened to the charge and its record, in order
     */
    public record Explanation(
            Charge charge,
            List<JournalSample> samples,
            Optional<PeriodPlan> plan,
            Optional<ChargeAmount> recomputed,
            boolean inputsSame,
            List<AuditEvent> events) {}

    /**
     * Why the charges of a record have their quantities, the oldest period first; of one charge where a charge is named.
     *
     * @param word as of {@link #charge}
     */
    public List<Explanation> explain(String word) {
        List<Charge> named = view.chargesNamed(word);
        boolean oneRecord = named.size() > 1
                && !named.get(0).recordKey().isEmpty()
                && named.stream()
                        .allMatch(charge -> charge.recordId().equals(word)
                                && charge.recordKey().equals(named.get(0).recordKey()));
        return oneRecord
                ? view.chargesOfRecord(named.get(0).recordKey()).stream()
                        .map(this::explain)
                        .toList()
                : List.of(explain(charge(word)));
    }

    private Explanation explain(Charge charge) {
        MeteringPeriod period = charge.key().period();
        List<JournalSample> samples = view.samples(charge.account(), period);
        Recomputation again = new Recomputation(view, Recomputation.origin(view, charge), samples);
        Optional<ProductListing> today = listing(charge.account().product());
        Optional<PeriodPlan> plan = today.filter(listing -> !samples.isEmpty() || again.inputsSame())
                .map(listing -> plan(again.then(listing), charge.account(), period, again.inputs(), again.before()));
        boolean same = again.isOfParkedUsage() ? plan.map(again::hasParkedUsage).orElse(false) : again.inputsSame();
        return new Explanation(
                charge,
                samples,
                plan,
                plan.flatMap(each -> again.amount(each, today.orElseThrow())),
                same,
                AuditChain.events(ledger, charge.id()));
    }

    /** What a period would come to with the journal's samples. */
    public PeriodPlan simulate(ProductListing listing, String customer, MeteringPeriod period) {
        MeteredProduct account = new MeteredProduct(listing.name(), customer);
        return plan(
                listing,
                account,
                period,
                view.samples(account, period),
                view.heldBefore(account, period.start(), PeriodPlan.heldMetrics(listing))
                        .map(JournalSample::reading));
    }

    private PeriodPlan plan(
            ProductListing listing,
            MeteredProduct account,
            MeteringPeriod period,
            List<JournalSample> samples,
            Optional<UsageReading> before) {
        boolean free = view.closedPeriodHolding(account, period.start())
                        .filter(closed -> closed.period().equals(period))
                        .map(ClosedPeriod::kind)
                        .filter(PeriodClose.Kind.TRIAL::equals)
                        .isPresent()
                || view.trial(account)
                        .filter(trial -> !trial.period().start().isAfter(period.start())
                                && !trial.period().end().isBefore(period.end()))
                        .isPresent();
        return PeriodPlan.of(listing, account, period, samples, before, quantityScale(listing, account), free);
    }

    private int quantityScale(ProductListing listing, MeteredProduct account) {
        return quantityScale(setup.plugins(), listing, account.customer());
    }

    /** Decimals that the product's marketplace takes; 0 if none is named. Makes no call. */
    public static int quantityScale(Plugins plugins, ProductListing listing, String customer) {
        if (listing.marketplace().name().isEmpty()) {
            return 0;
        }
        try (Marketplace marketplace = plugins.marketplace(listing, customer)) {
            return marketplace.rules().quantityScale();
        }
    }

    /**
     * Planned, accepted and told by the marketplace, per product and customer: those of the file, then those that left it and have
     * charges in the range. A marketplace that cannot be asked is a difference of its lines and keeps none from being compared.
     */
    public Map<MeteredProduct, List<Reconciliation.Line>> reconcile(MeteringPeriod range) {
        Set<MeteredProduct> charged = new LinkedHashSet<>(view.charged(range));
        Set<MeteredProduct> accounts = setup.configured();
        accounts.addAll(charged);
        Plugins plugins = setup.plugins();
        Map<MeteredProduct, List<Reconciliation.Line>> lines = new LinkedHashMap<>();
        accounts.forEach(account ->
                lines.put(account, charged.contains(account) ? reconcile(account, range, plugins) : List.of()));
        return lines;
    }

    private List<Reconciliation.Line> reconcile(MeteredProduct account, MeteringPeriod range, Plugins plugins) {
        Reconciliation reconciliation = new Reconciliation(ledger);
        Optional<ProductListing> listing = listing(account.product());
        if (listing.isEmpty()) {
            return reconciliation.compare(
                    account,
                    range,
                    "The product is not in the file any more, so its marketplace was not asked: name a file that has it.");
        }
        Marketplace opened;
        try {
            opened = plugins.marketplace(listing.get(), account.customer());
        } catch (ApportionException e) {
            return reconciliation.compare(account, range, "The marketplace could not be opened: " + e.getMessage());
        } catch (RuntimeException e) {
            // Texts of others than ours may hold what they were given, such as a token.
            return reconciliation.compare(
                    account,
                    range,
                    "The marketplace could not be opened: " + e.getClass().getSimpleName() + ".");
        }
        try (Marketplace marketplace = opened) {
            return reconciliation.compare(account, range, marketplace);
        }
    }

    @Override
    public void close() {
        ledger.close();
    }

    private Optional<ProductListing> listing(String product) {
        return setup.configuration().products().stream()
                .filter(listing -> listing.name().equals(product))
                .findFirst();
    }
}
