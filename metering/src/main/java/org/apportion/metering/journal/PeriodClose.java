package org.apportion.metering.journal;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apportion.model.metering.MeteringPeriod;

/**
 * Closes a period and plans its charges, in one transaction.
 *
 * @param coverage share of the expected samples that are there, 0 to 1
 * @param inputsDigest {@link JournalSample#inputsDigest} of the samples from which the charges were computed
 * @param used billable usage by metric, before it became dimensions
 * @param charges revision 0, of this account and period, one per dimension; may be empty
 * @param parked usage that no dimension took, of this period
 * @param terms what decided about the charges besides the samples, as a text that can be computed with again; empty: not kept
 */
public record PeriodClose(
        MeteredProduct account,
        MeteringPeriod period,
        Kind kind,
        BigDecimal coverage,
        String inputsDigest,
        Map<String, BigDecimal> used,
        List<PlannedCharge> charges,
        List<ParkedUsage> parked,
        String terms) {

    /** A close without parked usage whose terms are not kept. */
    public PeriodClose(
            MeteredProduct account,
            MeteringPeriod period,
            Kind kind,
            BigDecimal coverage,
            String inputsDigest,
            Map<String, BigDecimal> used,
            List<PlannedCharge> charges) {
        this(account, period, kind, coverage, inputsDigest, used, charges, List.of(), "");
    }

    /** Why the period has the charges that it has. */
    public enum Kind {
        /** Usage is billed. */
        BILLED,
        /** A free trial: nothing is billed. */
        TRIAL,
        /** Nobody measured: no sample, and the policy says that nothing is billed. */
        NOT_MEASURED
    }

    public PeriodClose {
        used = Map.copyOf(used);
        charges = List.copyOf(charges);
        parked = List.copyOf(parked);
        Set<String> dimensions = new HashSet<>();
        for (PlannedCharge charge : charges) {
            if (!charge.account().equals(account)
                    || !charge.key().period().equals(period)
                    || charge.key().revision() != 0) {
                throw new IllegalArgumentException("A charge of another account, period or revision: " + charge.key());
            }
            if (!dimensions.add(charge.key().dimension())) {
                throw new IllegalArgumentException(
                        "Two charges of dimension " + charge.key().dimension() + " in one period.");
            }
        }
    }
}
