package org.apportion.metering.journal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apportion.metering.audit.Json;

/**
 * Why a charge has its quantity, for people and for the recomputation by {@code explain}.
 *
 * @param inputsDigest {@link JournalSample#inputsDigest} of the period
 * @param aggregation such as {@code cores: average of 8640 samples = 11.2, rounded up to 12}
 * @param rule such as {@code volume: 10 to 50 is tier-2}
 */
public record ChargeEvidence(String inputsDigest, String aggregation, String rule) {

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
