package org.apportion.metering.journal;

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
