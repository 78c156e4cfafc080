package org.apportion.metering.document;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apportion.model.metering.ProductListing;
import org.apportion.spi.metering.UsageReading;

/**
 * What the documents csp-config and cache tell of one product and customer.
 *
 * @param startedAt when metering began
 * @param timestamp of the last tick
 * @param accessOk whether the marketplace takes what is sent
 * @param errors of the last tick, in order
 * @param nextBill end of the running period; empty after the last fixed date
 * @param nextReport beginning of the next report's slot; empty without reports
 * @param samples of the running period, by time
 * @param trialRemaining free periods that are left
 * @param lastBill the last billed period; empty in the first one
 * @param begunBill of a closed period of which something is under way
 * @param lastBilled when that was, also if it was before this installation took over
 * @param used billable usage by metric of the last bill
 */
public record MeterFacts(
        ProductListing listing,
        String customer,
        Instant startedAt,
        Instant timestamp,
        boolean accessOk,
        Optional<Instant> expire,
        List<String> errors,
        Optional<Instant> nextBill,
        Optional<Instant> nextReport,
        List<UsageReading> samples,
        long trialRemaining,
        Optional<Bill> lastBill,
        Optional<Bill> begunBill,
        Optional<Instant> lastBilled,
        Map<String, BigDecimal> used,
        Map<String, Object> accountInfo,
        String archiveLocation,
        String baseProduct,
        Map<String, String> versions) {}
