package org.apportion.run;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apportion.allocate.HourProofs;
import org.apportion.allocate.Proofs;
import org.apportion.ledger.RunProof;
import org.apportion.ledger.RunTotal;
import org.apportion.model.ApportionException;
import org.apportion.model.BillingMonth;
import org.apportion.model.CostBasis;
import org.apportion.price.PricingResult;
import org.apportion.spi.Dialect;
import org.apportion.spi.Engine;
import org.jspecify.annotations.Nullable;

/** Proves a run from the files it has written: each record group, each currency, each price line's cost. */
final class ProofStep {
    private static final int NAMED = 5;

    private final Engine engine;
    private final String basis;
    private final String currency;

    ProofStep(Engine engine, CostBasis basis) {
        this.engine = engine;
        Dialect dialect = engine.dialect();
        this.basis = dialect.name(basis.column());
        this.currency = dialect.name("BillingCurrency");
    }

    /**
     * Sums per currency: billed from the records, charged and unallocated from the written charges.
     *
     * @param charged select over the written charges or sums of them: {@code BillingCurrency}, {@code unallocated}, {@code amount}
     */
    List<RunTotal> totals(String cost, String charged) {
        Map<String, BigDecimal> billed = new TreeMap<>();
        engine.forEach(
                "SELECT " + currency + ", sum(" + basis + ") FROM " + cost + " GROUP BY " + currency,
                row -> billed.put(Objects.requireNonNull(row.text(0)), Objects.requireNonNull(row.decimal(1))));
        Map<String, BigDecimal> sums = new TreeMap<>();
        Map<String, Map<String, BigDecimal>> unallocated = new TreeMap<>();
        engine.forEach(
                "SELECT " + currency + ", unallocated, sum(amount) FROM (" + charged + ") GROUP BY " + currency
                        + ", unallocated ORDER BY 1, 2",
                row -> {
                    String code = Objects.requireNonNull(row.text(0));
                    BigDecimal amount = Objects.requireNonNull(row.decimal(2));
                    sums.merge(code, amount, BigDecimal::add);
                    String reason = row.text(1);
                    if (reason != null) {
                        unallocated
                                .computeIfAbsent(code, c -> new LinkedHashMap<>())
                                .put(reason, amount);
                    }
                });
        TreeMap<String, BigDecimal> all = new TreeMap<>(billed);
        sums.keySet().forEach(code -> all.putIfAbsent(code, BigDecimal.ZERO));
        List<RunTotal> totals = new ArrayList<>();
        all.forEach((code, sum) -> totals.add(new RunTotal(
                code, sum, sums.getOrDefault(code, BigDecimal.ZERO), unallocated.getOrDefault(code, Map.of()))));
        return totals;
    }

    List<RunProof> prove(Proofs ofPlan, List<RunTotal> totals) {
        List<RunProof> proofs = new ArrayList<>();
        proofs.add(groups(ofPlan));
        for (RunTotal total : totals) {
            proofs.add(equal("records = charges, " + total.currency(), total.billed(), total.charged()));
        }
        return proofs;
    }

    /** Charges with corrections are records and corrections; the corrections are read from what was written. */
    List<RunProof> prove(String correction, String correctedGroups, Corrections found, List<RunTotal> totals) {
        List<RunProof> proofs = new ArrayList<>();
        Map<String, BigDecimal> expected = found.total();
        Map<String, BigDecimal> written = new TreeMap<>();
        if (!found.rows().isEmpty()) {
            engine.forEach(
                    "SELECT g." + currency + ", sum(c.amount) FROM " + correction + " AS c JOIN " + correctedGroups
                            + " AS g ON g.record_group = c.record_group GROUP BY 1",
                    row -> written.put(Objects.requireNonNull(row.text(0)), Objects.requireNonNull(row.decimal(1))));
        }
        expected.keySet().forEach(code -> written.putIfAbsent(code, BigDecimal.ZERO));
        written.forEach((code, sum) -> {
            RunTotal own = totals.stream()
                    .filter(total -> total.currency().equals(code))
                    .findFirst()
                    .orElse(new RunTotal(code, BigDecimal.ZERO, BigDecimal.ZERO, Map.of()));
            proofs.add(equal(
                    "records and corrections = charges and corrections, " + code,
                    own.billed().add(expected.getOrDefault(code, BigDecimal.ZERO)),
                    own.charged().add(sum)));
        });
        return proofs;
    }

    /** The cost behind all price lines is the cost of all charges; each resale asks what it credits. */
    List<RunProof> prove(PricingResult prices, List<RunTotal> totals) {
        List<RunProof> proofs = new ArrayList<>();
        for (RunTotal total : totals) {
            proofs.add(equal(
                    "charges = cost of price lines, " + total.currency(),
                    total.charged(),
                    prices.costs().getOrDefault(total.currency(), BigDecimal.ZERO)));
        }
        prices.resales()
                .forEach((resale, net) ->
                        proofs.add(equal("resale " + resale + ": asked = credited", BigDecimal.ZERO, net)));
        return proofs;
    }

    /** Each charge is what its stored hours owe and what it has without an hour. */
    RunProof prove(HourProofs ofPlan) {
        List<String> bad = new ArrayList<>();
        engine.forEach(
                "SELECT * FROM (" + ofPlan.wrongCharges() + ") LIMIT " + NAMED,
                row -> bad.add("group " + row.value(0) + " on " + row.date(1) + ": " + plain(row.decimal(3))
                        + " charged, " + plain(row.decimal(4)) + " in hours, " + plain(row.decimal(5)) + " without"));
        return engine.query(
                        ofPlan.summary(),
                        row -> new RunProof(
                                "each of " + row.number(0) + " charges = its " + row.number(2)
                                        + " stored hours and what has none",
                                "0 differences",
                                (row.number(1) + row.number(3)) + " differences",
                                row.number(1) == 0 && row.number(3) == 0,
                                String.join("; ", bad)))
                .get(0);
    }

    void requireAllPassed(List<RunProof> proofs, BillingMonth month) {
        List<RunProof> failed = proofs.stream().filter(proof -> !proof.passed()).toList();
        if (!failed.isEmpty()) {
            RunProof first = failed.get(0);
            throw new ApportionException(
                    RunError.RUN_PROOF_FAILED,
                    month.toString(),
                    "The proof '" + first.name() + "' failed: expected " + first.expected() + ", got " + first.actual()
                            + (first.detail().isEmpty() ? "" : " (" + first.detail() + ")") + ".",
                    "Nothing was published and the month's earlier result stays in force; report this with the run's"
                            + " record from 'apportion runs'.");
        }
    }

    /** Groups whose written charges differ from their records, and by how much. */
    private RunProof groups(Proofs proofs) {
        RunProof proof = engine.query(
                        proofs.summary(),
                        row -> new RunProof(
                                "each of " + row.number(0) + " record groups = its charges, 18 decimals",
                                "0 differences",
                                row.number(1) + " differences",
                                row.number(1) == 0,
                                ""))
                .get(0);
        return proof.passed() ? proof : named(proof, proofs.wrongGroups());
    }

    private RunProof named(RunProof failed, String wrongGroups) {
        List<String> bad = engine.query(
                "SELECT * FROM (" + wrongGroups + ") LIMIT " + NAMED,
                row -> "group " + row.value(0) + ": " + plain(row.decimal(1)) + " billed, " + plain(row.decimal(2))
                        + " charged");
        return new RunProof(failed.name(), failed.expected(), failed.actual(), false, String.join("; ", bad));
    }

    private static String plain(@Nullable BigDecimal sum) {
        return sum == null ? "nothing" : sum.stripTrailingZeros().toPlainString();
    }

    static RunProof equal(String name, BigDecimal expected, BigDecimal actual) {
        return new RunProof(
                name,
                expected.toPlainString(),
                actual.toPlainString(),
                expected.compareTo(actual) == 0,
                expected.compareTo(actual) == 0
                        ? ""
                        : "difference " + actual.subtract(expected).toPlainString());
    }
}
