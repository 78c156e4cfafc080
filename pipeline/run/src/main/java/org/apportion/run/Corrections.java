package org.apportion.run;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apportion.lake.Staged;
import org.apportion.ledger.RunProof;
import org.apportion.model.BillingMonth;
import org.apportion.model.organization.Organization;

/** What a run books for closed months, gathered month by month; written, not yet visible. */
final class Corrections {
    private Organization organization;
    private final List<Staged> rows = new ArrayList<>();
    private final List<Staged> groups = new ArrayList<>();
    private final List<String> tags = new ArrayList<>();
    private final List<Object[]> priceLines = new ArrayList<>();
    private final List<RunProof> proofs = new ArrayList<>();
    private final Map<BillingMonth, String> reconciled = new TreeMap<>();
    private final Map<BillingMonth, String> splits = new TreeMap<>();
    private final Map<BillingMonth, Map<String, BigDecimal>> sums = new TreeMap<>();

    Corrections(Organization organization) {
        this.organization = organization;
    }

    /** The organization in force with the units that corrections take money back from. */
    Organization organization() {
        return organization;
    }

    void withFormer(Organization former) {
        organization = organization.withFormer(former);
    }

    /** Files of {@code correction} that the open month will hold. */
    List<Staged> rows() {
        return rows;
    }

    /** Files of {@code record_group} with the groups of these corrections. */
    List<Staged> groups() {
        return groups;
    }

    /** Tables of the session with resolved tags of these groups. */
    List<String> tags() {
        return tags;
    }

    /** Rows of {@code price_line}; the number of the line is still missing. */
    List<Object[]> priceLines() {
        return priceLines;
    }

    List<RunProof> proofs() {
        return proofs;
    }

    /** Closed months that were calculated again, with the state of their inputs. */
    Map<BillingMonth, String> reconciled() {
        return reconciled;
    }

    /** How much of each closed month that was calculated again had to be split, for people. */
    Map<BillingMonth, String> splits() {
        return splits;
    }

    /** Sum of the corrections per closed month and currency; a month without corrections is absent. */
    Map<BillingMonth, Map<String, BigDecimal>> sums() {
        return sums;
    }

    /** Sum of all corrections per currency. */
    Map<String, BigDecimal> total() {
        Map<String, BigDecimal> total = new TreeMap<>();
        sums.values().forEach(one -> one.forEach((currency, sum) -> total.merge(currency, sum, BigDecimal::add)));
        return total;
    }
}
