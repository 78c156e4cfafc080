package org.apportion.metering.journal;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apportion.metering.audit.Json;

/**
 * Why a charge has its quantity, for people and for the recomputation by {@code explain}.
 *
 * @param inputsDigest {@link JournalSample#inputsDigest} of the period
 * @param aggregation such as {@code cores: average of 8640 samples = 11.2, rounded up to 12}
 * @param rule such as {@code volume: 10 to 50 is tier-2}
 */
public record ChargeEvidence(String inputsDigest, String aggregation, String rule) {
    private static final Pattern INSTEAD_OF = Pattern.compile("instead of charge ([0-9a-f]+) .*", Pattern.DOTALL);

    private static final Pattern OF_PARKED = Pattern.compile(".*: parked usage ([0-9.]+)", Pattern.DOTALL);
    private static final Pattern ORDERED = Pattern.compile("as '([^']*)', by .*", Pattern.DOTALL);

    /** Of a charge of parked usage that the file has a dimension for. */
    public static ChargeEvidence ofParked(ParkedUsage usage) {
        return new ChargeEvidence("", parked(usage), "was: " + usage.error());
    }

    /** Of a charge of parked usage that a person bills as a dimension. */
    public static ChargeEvidence ofParkedAs(String dimension, ParkedUsage usage, String by, String reason) {
        return new ChargeEvidence(
                "", parked(usage), "as '" + dimension + "', by " + by + ": " + reason + "; was: " + usage.error());
    }

    private static String parked(ParkedUsage usage) {
        return usage.metric() + ": parked usage " + usage.usage().toPlainString();
    }

    /** How much usage was parked when the charge was planned from it. */
    public Optional<BigDecimal> parkedUsage() {
        Matcher told = OF_PARKED.matcher(aggregation);
        return told.matches() ? Optional.of(new BigDecimal(told.group(1))) : Optional.empty();
    }

    /** The dimension as which a person ordered parked usage to be billed. */
    public Optional<String> ordered() {
        Matcher told = ORDERED.matcher(rule);
        return told.matches() ? Optional.of(told.group(1)) : Optional.empty();
    }

    /** Of a charge that a person bills under another dimension. */
    public ChargeEvidence insteadOf(Charge charge, String by, String reason) {
        return new ChargeEvidence(
                inputsDigest,
                aggregation,
                "instead of charge " + charge.id() + " (" + charge.key().dimension() + "), by " + by + ": " + reason
                        + "; " + rule);
    }

    /** The charge that this one was made from by a person. */
    public Optional<String> replaced() {
        Matcher named = INSTEAD_OF.matcher(rule);
        return named.matches() ? Optional.of(named.group(1)) : Optional.empty();
    }

    String json() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("inputs", inputsDigest);
        parts.put("aggregation", aggregation);
        parts.put("rule", rule);
        return Json.text(parts);
    }

    static ChargeEvidence of(String json) {
        Map<String, Object> parts = Json.tree(json);
        return new ChargeEvidence(
                String.valueOf(parts.get("inputs")),
                String.valueOf(parts.get("aggregation")),
                String.valueOf(parts.get("rule")));
    }
}
